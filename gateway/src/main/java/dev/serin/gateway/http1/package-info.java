/// HTTP/1.1 on both sides of an exchange, byte by byte.
@NullMarked
package dev.serin.gateway.http1;

import org.jspecify.annotations.NullMarked;
