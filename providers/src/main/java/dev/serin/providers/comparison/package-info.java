/// Compares the canary with the baseline, by numbers of the router or of a Prometheus.
@NullMarked
package dev.serin.providers.comparison;

import org.jspecify.annotations.NullMarked;
