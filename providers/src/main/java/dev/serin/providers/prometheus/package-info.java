/// Asks Prometheus, and what speaks its HTTP API: [PrometheusProvider].
@NullMarked
package dev.serin.providers.prometheus;

import org.jspecify.annotations.NullMarked;
