/// TLS on the side of clients: identities from files that may change, and handshakes.
@NullMarked
package dev.serin.gateway.tls;

import org.jspecify.annotations.NullMarked;
