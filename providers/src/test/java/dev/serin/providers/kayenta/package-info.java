/// Tests of Kayenta's judge as a provider, with the real Prometheus.
@NullMarked
package dev.serin.providers.kayenta;

import org.jspecify.annotations.NullMarked;
