/// What routers of other makers have in common.
@NullMarked
package dev.serin.routers;

import org.jspecify.annotations.NullMarked;
