/// HTTP/2 at the edge: its streams become messages of HTTP/1.1 on their way in, and streams again
/// on their way out.
@NullMarked
package dev.serin.gateway.http2;

import org.jspecify.annotations.NullMarked;
