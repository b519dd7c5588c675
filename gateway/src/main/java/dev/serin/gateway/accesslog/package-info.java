/// Writes down each request, without ever holding one up.
@NullMarked
package dev.serin.gateway.accesslog;

import org.jspecify.annotations.NullMarked;
