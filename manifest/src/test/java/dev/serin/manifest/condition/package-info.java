/// Tests of the conditions' language, functions, typing and limits.
@NullMarked
package dev.serin.manifest.condition;

import org.jspecify.annotations.NullMarked;
