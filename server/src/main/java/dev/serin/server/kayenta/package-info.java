/// Kayenta's own API, so that tools that speak to Kayenta can point here: canary configs, canaries,
/// and standalone canary analyses.
@NullMarked
package dev.serin.server.kayenta;

import org.jspecify.annotations.NullMarked;
