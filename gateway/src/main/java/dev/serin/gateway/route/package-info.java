/// Which revision gets a request.
@NullMarked
package dev.serin.gateway.route;

import org.jspecify.annotations.NullMarked;
