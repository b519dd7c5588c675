/// Readings from a real Prometheus.
@NullMarked
package dev.serin.providers.prometheus;

import org.jspecify.annotations.NullMarked;
