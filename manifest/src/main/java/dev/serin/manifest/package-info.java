/// Manifests in, core's vocabulary out: the only place that knows how a field is spelled.
@NullMarked
package dev.serin.manifest;

import org.jspecify.annotations.NullMarked;
