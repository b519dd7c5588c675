/// Nginx and HAProxy as routers: what the generated configuration costs, and how weights hold.
@NullMarked
package dev.serin.bench.routers;

import org.jspecify.annotations.NullMarked;
