/// Tests of the package of the same name.
@NullMarked
package dev.serin.manifest.schema;

import org.jspecify.annotations.NullMarked;
