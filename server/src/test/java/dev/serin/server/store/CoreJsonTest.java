package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.Samples;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Step;
import dev.serin.core.traffic.Revision;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CoreJsonTest {
  private static final String STABLE =
      """
      {"format":1,"value":{"stable":{"hash":"v1"},"current":{"hash":"v1"},"number":1,"plan":"",\
      "stage":{"type":"Stable"},"holds":[],"attempts":{"step":0,"background":0},\
      "progress":{"at":"2026-01-02T03:04:05.678Z","timedOut":false},"seen":[{"hash":"v1"}],\
      "retiring":[],"routing":{"stable":{"hash":"v1"},"canary":{"hash":"v1"},\
      "weight":{"ppm":0},"headers":[],"mirrors":[]}}}""";

  record Kind<T>(Class<T> type, CoreJson<T> json) {
    List<T> samples() {
      return Samples.of(type);
    }

    T again(T value) throws JsonProcessingException {
      return json.read(json.write(value));
    }

    void survives() throws JsonProcessingException {
      for (T value : samples()) {
        assertThat(again(value)).isEqualTo(value);
      }
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  /// What the store keeps, and every other family of the core's records that is plain data.
  static Stream<Kind<?>> kinds() {
    return Stream.of(
        new Kind<>(Status.class, CoreJson.STATUS),
        new Kind<>(Stage.class, new CoreJson<>(new TypeReference<>() {})),
        new Kind<>(Command.class, CoreJson.COMMAND),
        new Kind<>(Command.Answer.class, CoreJson.ANSWER),
        new Kind<>(AnalysisRun.class, CoreJson.RUN),
        new Kind<>(Argument.Origin.class, new CoreJson<>(new TypeReference<>() {})),
        new Kind<>(Result.class, new CoreJson<>(new TypeReference<>() {})),
        new Kind<>(Step.class, new CoreJson<>(new TypeReference<>() {})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyShapeOfEveryRecordIsReadAsItWasWritten(Kind<?> kind) throws Exception {
    kind.survives();
  }

  @Test
  void theRunsOfARolloutAreReadAsTheyWereWritten() throws Exception {
    List<AnalysisRun> runs = Samples.of(AnalysisRun.class);

    assertThat(RunParts.split(runs).join()).isEqualTo(runs);
  }

  /// Files that are out there have this text: it may only change together with the format.
  @Test
  void aStatusIsWrittenSo() {
    Status status = Status.serving(new Revision("v1"), Instant.parse("2026-01-02T03:04:05.678Z"));

    assertThat(CoreJson.STATUS.write(status)).isEqualTo(STABLE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an unknown property     | "number":1       | "number":1,"more":2 | more
          an unknown stage        | "Stable"         | "Floating"          | Floating
          a null that may not be  | "plan":""        | "plan":null         | plan
          a missing component     | "plan":"",       | ''                  | plan
          a number that is null   | "number":1       | "number":null       | null
          a time that is none     | 2026-01-02T03    | noon                | ISO 8601
          another format          | "format":1       | "format":7          | format 7
          an empty revision       | "hash":"v1"      | "hash":""           | version
          text that is cut off    | "mirrors":[]}}}  | "mirr               | end-of-input
          """)
  void whatIsNotKnownIsRefused(String what, String part, String instead, String told) {
    assertThat(STABLE).contains(part);
    String text = STABLE.replace(part, instead);

    assertThatThrownBy(() -> CoreJson.STATUS.read(text))
        .as(what)
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining(told);
  }
}
