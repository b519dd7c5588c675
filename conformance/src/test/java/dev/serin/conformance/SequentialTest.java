package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.sequential.Batch;
import dev.serin.judge.sequential.Family;
import dev.serin.judge.sequential.Kernel;
import dev.serin.judge.sequential.Mixture;
import dev.serin.judge.sequential.NonInferiorityTest;
import dev.serin.judge.sequential.RateIntervals;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.SelfNormalizedTest;
import dev.serin.judge.sequential.SignTest;
import dev.serin.judge.sequential.TiltTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Serin's own sequential tests, against the same formulas in 40 to 60 digits.
class SequentialTest {
  @Test
  void kernel() {
    new Cases("kernel")
        .forEach(
            (c, id, check) ->
                check.that(
                    id,
                    c.path("logE").asDouble(),
                    Kernel.logE(c.path("rho").asDouble(), tolerance(c, "r0", "delta"), batch(c))));
  }

  @Test
  void abort() {
    new Cases("abort-eprocess")
        .forEach(
            (c, id, check) -> {
              var test = new RegressionTest(tolerance(c, "r0", "delta"), alpha(c));
              check.each(id, c.path("logW"), i -> feed(c, i, test::update));
              check.that(id + " p", c.path("anytimeP").asDouble(), test.anytimeP());
              check.that(id + " alarm", c.path("alarm").asBoolean() ? 1 : 0, alarm(test));
            });
  }

  @Test
  void overshootBoost() {
    new Cases("overshoot-boost")
        .forEach(
            (c, id, check) -> {
              var test = RegressionTest.eager(tolerance(c, "r0", "delta"), alpha(c));
              check.each(id, c.path("logW"), i -> feed(c, i, test::update));
              check.that(id + " stop", c.path("stopped").asBoolean() ? 1 : 0, alarm(test));
            });
  }

  @Test
  void gridMixture() {
    new Cases("grid-mixture")
        .forEach(
            (c, id, check) -> {
              Tolerance null0 = tolerance(c, "r0", "delta");
              boolean abort = c.path("side").asText().equals("abort");
              Mixture test = abort ? Mixture.worse(null0) : Mixture.better(null0);
              for (int i = 0; i < c.path("logE").size(); i++) {
                feed(c, i, test::update);
                check.that(id + " logE " + i, c.path("logE").path(i).asDouble(), test.logE());
                check.that(id + " p " + i, c.path("anytimeP").path(i).asDouble(), test.anytimeP());
              }
            });
  }

  @Test
  void nonInferiority() {
    new Cases("noninferiority-eprocess")
        .forEach(
            (c, id, check) -> {
              var test = new NonInferiorityTest(tolerance(c, "rm", "dm"), 0.05);
              check.each(id, c.path("logE"), i -> feed(c, i, test::update));
            });
  }

  @Test
  void oneSample() {
    new Cases("slo-one-sample")
        .forEach(
            (c, id, check) -> {
              var test = Mixture.worse(Tolerance.ceiling(c.path("slo").asDouble()));
              double logE =
                  test.update(c.path("requests").asDouble(), c.path("errors").asLong(), 0, 0);
              check.that(id, c.path("logE").asDouble(), logE);
            });
  }

  @Test
  void tilt() {
    new Cases("tilt-histogram")
        .forEach(
            (c, id, check) -> {
              var test = new TiltTest(1e-300);
              check.each(id, c.path("logE"), i -> feedHistograms(c.path("batches").path(i), test));
            });
  }

  @Test
  void selfNormalised() {
    new Cases("self-normalised")
        .forEach(
            (c, id, check) -> {
              double scale = c.path("scale0").asDouble();
              var test = SelfNormalizedTest.scaled(scale, 0.05);
              var sign = new SignTest(0.05);
              JsonNode d = c.path("differences");
              check.each(id, c.path("logE"), i -> test.update(d.path(i).asDouble()));
              check.each(id + " sign", c.path("logESign"), i -> sign.update(d.path(i).asDouble()));
            });
  }

  @Test
  void rateIntervals() {
    var cases = new Cases("rate-cs");
    cases.forEach(
        (c, id, check) -> {
          var test = new RateIntervals();
          for (JsonNode b : c.path("batches")) {
            Batch batch = batch(b);
            test.add(
                batch.canary(), batch.canaryEvents(), batch.baseline(), batch.baselineEvents());
          }
          var ratio = test.ratio(alpha(c));
          check.of("ratio", id + " lower", c.path("ratioLower").asDouble(), ratio.lower());
          check.of("ratio", id + " upper", c.path("ratioUpper").asDouble(), ratio.upper());
          var difference = test.difference(alpha(c));
          check.of("difference", id, c.path("differenceLower").asDouble(), difference.lower());
          check.of("difference", id, c.path("differenceUpper").asDouble(), difference.upper());
        });
  }

  @Test
  void merge() {
    new Cases("merge")
        .forEach(
            (c, id, check) -> {
              var family = new Family(numbers(c.path("weights")));
              double[] logE = numbers(c.path("logE"));
              check.that(id, c.path("logCombined").asDouble(), family.logE(logE));
              boolean rejects = c.path("rejectAt01").asBoolean();
              check.that(id + " rejects", rejects ? 1 : 0, family.alarms(0.01, logE) ? 1 : 0);
              boolean alone = c.path("bonferroniRejectAt01").asBoolean();
              boolean found =
                  IntStream.range(0, logE.length)
                      .anyMatch(i -> logE[i] >= -Math.log(family.alpha(i, 0.01)));
              check.that(id + " alone", alone ? 1 : 0, found ? 1 : 0);
            });
  }

  /// Takes in one batch of counts.
  private interface Counts {
    double update(double canary, long canaryEvents, double baseline, long baselineEvents);
  }

  private static double feed(JsonNode c, int index, Counts test) {
    Batch b = batch(c.path("batches").path(index));
    return test.update(b.canary(), b.canaryEvents(), b.baseline(), b.baselineEvents());
  }

  private static double feedHistograms(JsonNode batch, TiltTest test) {
    return test.update(counts(batch.path("canary")), counts(batch.path("baseline")));
  }

  private static Batch batch(JsonNode b) {
    if (b.isArray()) {
      return new Batch(
          b.path(0).asDouble(), b.path(1).asLong(), b.path(2).asDouble(), b.path(3).asLong());
    }
    return new Batch(
        b.path("nc").asDouble(),
        b.path("x").asLong(),
        b.path("nb").asDouble(),
        b.path("y").asLong());
  }

  private static Tolerance tolerance(JsonNode c, String factor, String absolute) {
    return new Tolerance(c.path(factor).asDouble() - 1, c.path(absolute).asDouble());
  }

  private static double alpha(JsonNode c) {
    return c.path("alpha").asDouble();
  }

  private static int alarm(RegressionTest test) {
    return test.alarmed() ? 1 : 0;
  }

  private static long[] counts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  /// The cases of one file.
  private record Cases(String name) {
    void forEach(Case test) {
      String path = "sequential/" + name + ".json";
      JsonNode file = Vectors.json(path);
      var check = new Check(new Score(path), file);
      int number = 0;
      for (JsonNode c : file.path("cases")) {
        test.run(c, "#" + number++ + " " + c.path("name").asText(), check);
      }
      check.score.close();
    }
  }

  /// Compares the results of one case with what it expects.
  private interface Case {
    void run(JsonNode c, String id, Check check);
  }

  private record Check(Score score, JsonNode file) {
    void that(String id, double expected, double actual) {
      Accuracy.of(file).compare(score, id, expected, actual);
    }

    void of(String part, String id, double expected, double actual) {
      Accuracy.of(file, part).compare(score, id + " " + part, expected, actual);
    }

    void each(String id, JsonNode expected, IntToDoubleFunction result) {
      for (int i = 0; i < expected.size(); i++) {
        that(id + " " + i, expected.path(i).asDouble(), result.applyAsDouble(i));
      }
    }
  }
}
