/// Tests of the package of the same name.
@NullMarked
package dev.serin.manifest.lint;

import org.jspecify.annotations.NullMarked;
