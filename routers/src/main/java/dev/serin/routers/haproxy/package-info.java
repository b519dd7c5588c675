/// HAProxy, steered by its runtime API: no reload for a weight.
@NullMarked
package dev.serin.routers.haproxy;

import org.jspecify.annotations.NullMarked;
