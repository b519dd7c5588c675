/// Messages of HTTP/1.1 as bytes: heads read strictly, bodies followed to their ends.
@NullMarked
package dev.serin.gateway.message;

import org.jspecify.annotations.NullMarked;
