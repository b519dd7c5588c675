package dev.serin.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRunner.Outcome;
import dev.serin.core.analysis.AnalysisRunner.Prepared;
import dev.serin.core.analysis.AnalysisRunner.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A secret goes to the provider and nowhere else.
class SecretsTest {
  private static final Task RUN = new Task.Run("a");

  @Test
  void theProviderIsAskedWithTheSecret() {
    Prepared prepared = Runs.prepared(run(), RUN, keeping("pa ss/word"));

    assertThat(prepared.metric().provider().settings())
        .isEqualTo(Map.of("headers", List.of(Map.of("key", "Token", "value", "pa ss/word"))));
    assertThat(prepared).asString().doesNotContain("pa ss");
  }

  @Test
  void whatIsStoredHoldsNoSecret() {
    AnalysisRun run = Runs.look(run(), Runs.START).run();
    Prepared prepared = Runs.prepared(run, RUN, keeping("pa ss/word"));
    Measurement leaky =
        new Measurement(
            AnalysisPhase.ERROR,
            "pa ss/word!",
            "GET http://host/?token=pa+ss%2Fword: 401 for pa ss/word",
            Runs.START,
            Runs.START,
            null,
            Map.of("asked", "Token: pa ss/word"));
    Outcome outcome = new Outcome(leaky, Map.of("query", "pa ss/word"), Runs.START);
    AnalysisRun after = AnalysisRunner.record(run, prepared, outcome);

    MetricResult result = after.status().metrics().getFirst();
    assertThat(result.measurements().getFirst().message())
        .isEqualTo("GET http://host/?token=*****: 401 for *****");
    assertThat(result.measurements().getFirst().metadata())
        .isEqualTo(Map.of("asked", "Token: *****"));
    assertThat(after).asString().doesNotContain("pa ss").doesNotContain("pa+ss");
  }

  @Test
  void anEmptySecretHidesNothing() {
    assertThat(Runs.prepared(run(), RUN, keeping("")).redacted("all is well"))
        .isEqualTo("all is well");
  }

  @Test
  void aSecretThatIsNotThereEndsTheRun() {
    AnalysisRun run = Runs.look(run(), Runs.START).run();

    assertThat(AnalysisRunner.prepare(run, RUN, (_, _, _) -> Optional.empty(), "default"))
        .isEqualTo(new Checked.Invalid<>("key 'token' does not exist in secret 'api'"));
    AnalysisRun failed = AnalysisRunner.fail(run, "key 'token' does not exist").run();
    assertThat(failed.status().phase()).isEqualTo(AnalysisPhase.ERROR);
    assertThat(failed.status().message())
        .isEqualTo("Unable to resolve metric arguments: key 'token' does not exist");
  }

  private static Secrets keeping(String value) {
    return (namespace, name, key) ->
        Optional.of(value).filter(_ -> (namespace + name + key).equals("shopapitoken"));
  }

  private static AnalysisRun run() {
    ProviderConfig provider =
        new ProviderConfig(
            "web", Map.of("headers", List.of(Map.of("key", "Token", "value", "{{args.token}}"))));
    Metric metric = new Metric("a", "10s", null, null, "", "", Metric.Limits.DEFAULT, provider);
    Argument token = new Argument("token", null, new Argument.Origin.Secret("api", "token"));
    return AnalysisRun.of(
        "run", new AnalysisSpec(List.of(metric), List.of(token), List.of(), List.of()));
  }
}
