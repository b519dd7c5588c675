/// What the gateway counts, without a lock on the way of a request.
@NullMarked
package dev.serin.gateway.signals;

import org.jspecify.annotations.NullMarked;
