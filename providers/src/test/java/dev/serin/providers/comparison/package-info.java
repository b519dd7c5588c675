/// Numbers of routers and of a real Prometheus.
@NullMarked
package dev.serin.providers.comparison;

import org.jspecify.annotations.NullMarked;
