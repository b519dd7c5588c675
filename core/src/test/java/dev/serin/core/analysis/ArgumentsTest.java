package dev.serin.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes beyond Argo's rules; those are shown by conformance.
class ArgumentsTest {
  private static final List<Argument> ARGS = List.of(Argument.of("service", "shop"));

  private static Metric metric(String successCondition, ProviderConfig provider) {
    return new Metric("m", null, null, null, successCondition, "", Metric.Limits.DEFAULT, provider);
  }

  private static ProviderConfig asking(String kind, String query) {
    return new ProviderConfig(
        kind, Map.of("source", Map.of("prometheus", Map.of("total", List.of(query)))));
  }

  @Test
  void aComparisonFillsInThePopulationItself() {
    String query = "hits{app=\"{{args.service}}\", version=\"{{ population }}\"}";

    var resolved = Arguments.resolve(metric("", asking("serin/comparison", query)), ARGS);

    String kept = "hits{app=\"shop\", version=\"{{population}}\"}";
    assertThat(resolved)
        .isEqualTo(new Checked.Valid<>(metric("", asking("serin/comparison", kept))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prometheus", "web", "serin/gateway", "other/comparison"})
  void otherProvidersHaveNoPopulation(String kind) {
    var resolved = Arguments.resolve(metric("", asking(kind, "up{a=\"{{population}}\"}")), ARGS);

    assertThat(resolved).isEqualTo(new Checked.Invalid<>("failed to resolve {{population}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{populations}}", "{{args.population}}", "{{args.population}} {{population}}"})
  void aComparisonHasNoOtherTagOfItsOwn(String query) {
    var resolved = Arguments.resolve(metric("", asking("serin/comparison", query)), ARGS);

    assertThat(resolved).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void aConditionOfAComparisonHasNoPopulation() {
    var comparison = metric("{{population}}", asking("serin/comparison", "{{population}}"));

    assertThat(Arguments.resolve(comparison, ARGS))
        .isEqualTo(new Checked.Invalid<>("failed to resolve {{population}}"));
  }
}
