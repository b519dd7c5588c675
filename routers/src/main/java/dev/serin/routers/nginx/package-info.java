/// Stock nginx, steered by files that it looks at for each request: no reload for a weight.
@NullMarked
package dev.serin.routers.nginx;

import org.jspecify.annotations.NullMarked;
