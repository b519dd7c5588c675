/// Tests of the package of the same name.
@NullMarked
package dev.serin.manifest.tree;

import org.jspecify.annotations.NullMarked;
