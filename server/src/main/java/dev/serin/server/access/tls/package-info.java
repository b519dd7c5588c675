/// TLS of the API, with certificates that are replaced while it runs.
@NullMarked
package dev.serin.server.access.tls;

import org.jspecify.annotations.NullMarked;
