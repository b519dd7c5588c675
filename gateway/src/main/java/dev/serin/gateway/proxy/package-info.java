/// One request on its way from a client to an endpoint, and its answer on the way back.
@NullMarked
package dev.serin.gateway.proxy;

import org.jspecify.annotations.NullMarked;
