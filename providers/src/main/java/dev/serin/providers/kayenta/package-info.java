/// Kayenta's judge as a metric provider, and its series read from Prometheus.
///
/// [KayentaProvider] answers metrics; [PrometheusPairs] fetches what Kayenta would.
@NullMarked
package dev.serin.providers.kayenta;

import org.jspecify.annotations.NullMarked;
