package dev.serin.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.MetricProvider;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A provider that is counted does all that it does uncounted.
final class CountedProviderTest {
  @Test
  void passesEverythingOn() {
    assertThat(Arrays.stream(CountedProvider.class.getDeclaredMethods()).map(Method::getName))
        .containsAll(
            Arrays.stream(MetricProvider.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList());
  }
}
