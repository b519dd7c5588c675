/// Sockets and event loops.
@NullMarked
package dev.serin.gateway.transport;

import org.jspecify.annotations.NullMarked;
