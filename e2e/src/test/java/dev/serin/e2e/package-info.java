/// The whole product, as its users run it.
@NullMarked
package dev.serin.e2e;

import org.jspecify.annotations.NullMarked;
