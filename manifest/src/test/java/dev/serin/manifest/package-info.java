/// Tests of the package of the same name.
@NullMarked
package dev.serin.manifest;

import org.jspecify.annotations.NullMarked;
