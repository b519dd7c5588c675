/// What routers count of both sides of a rollout, without a lock on the way of a request.
@NullMarked
package dev.serin.signals;

import org.jspecify.annotations.NullMarked;
