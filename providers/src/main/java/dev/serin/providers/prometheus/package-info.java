/// Asks Prometheus, and what speaks its HTTP API: [PrometheusProvider], and [InstantQueries] for
/// other packages.
@NullMarked
package dev.serin.providers.prometheus;

import org.jspecify.annotations.NullMarked;
