package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.judge.published.BernoulliSequence;
import dev.serin.judge.published.BetaBinomialMixture;
import dev.serin.judge.published.DoubleStitchedBound;
import dev.serin.judge.published.EmpiricalProcessBound;
import dev.serin.judge.published.GammaExponentialMixture;
import dev.serin.judge.published.GammaPoissonMixture;
import dev.serin.judge.published.Mixture;
import dev.serin.judge.published.NormalMixture;
import dev.serin.judge.published.QuantileEquality;
import dev.serin.judge.published.QuantileSequence;
import dev.serin.judge.published.StitchedBound;
import dev.serin.judge.published.Tuning;
import dev.serin.judge.sequential.Interval;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Confidence sequences, against the confseq library's C++ (printed to about 10 digits, compared to
/// 1e-8), and those of quantiles against 50 digits.
class ConfseqTest {
  private static final String BOUND = "bound_alpha_";
  private static final String POISSON_SUM = "gamma_poisson_log_mixture_s";

  @Test
  void normalMixtures() {
    NumberVectors.check(
        "confseq-normal-mixture", vector -> answers(vector, new NormalMixture(tuning(vector))));
  }

  @Test
  void betaBinomialMixtures() {
    NumberVectors.check(
        "confseq-beta-binomial-mixture",
        vector -> {
          double p = number(vector, "p");
          return answers(vector, new BetaBinomialMixture(tuning(vector), p, 1 - p));
        });
  }

  @Test
  void gammaMixtures() {
    NumberVectors.check("confseq-gamma-mixtures", ConfseqTest::gamma);
  }

  @Test
  void probabilities() {
    NumberVectors.check(
        "confseq-bernoulli-cs",
        vector -> {
          Interval interval =
              new BernoulliSequence(
                      number(vector, "alpha"), number(vector, "t_opt"), number(vector, "alpha_opt"))
                  .of(number(vector, "successes"), number(vector, "trials"));
          return Map.of("lower", interval.lower(), "upper", interval.upper());
        });
  }

  @Test
  void stitchedBounds() {
    NumberVectors.check("confseq-stitching-lil", vector -> Map.of("value", stitched(vector)));
  }

  @Test
  void equalityOfQuantiles() {
    NumberVectors.check(
        "confseq-quantile-ab",
        vector ->
            Map.of(
                "p_value",
                new QuantileEquality(
                        number(vector, "p"), number(vector, "t_opt"), number(vector, "alpha_opt"))
                    .p(numbers(vector, "canary"), numbers(vector, "baseline"))));
  }

  @Test
  void quantiles() {
    NumberVectors.check("quantile-cs", ConfseqTest::quantile);
  }

  private static Map<String, Double> quantile(JsonNode vector) {
    var sequence =
        new QuantileSequence(
            number(vector, "p"), number(vector, "tOpt"), number(vector, "alphaOpt"));
    long n = vector.path("n").asLong();
    QuantileSequence.Counts counts = sequence.after(n, number(vector, "alpha"));
    return Map.of(
        "minCountBelow",
        (double) counts.least(),
        "maxCountBelow",
        (double) counts.most(),
        "logMixtureAtMin",
        sequence.log(counts.least(), n),
        "logMixtureAtMax",
        sequence.log(counts.most(), n));
  }

  private static Map<String, Double> answers(JsonNode vector, Mixture mixture) {
    double v = number(vector, "v");
    Map<String, Double> answers = new HashMap<>();
    answers.put("log_mixture", mixture.log(number(vector, "s"), v));
    vector
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (field.startsWith(BOUND)) {
                double alpha = Double.parseDouble(field.substring(BOUND.length()));
                answers.put(field, mixture.bound(v, alpha));
              }
            });
    return answers;
  }

  private static Map<String, Double> gamma(JsonNode vector) {
    double variance = number(vector, "v_opt");
    double level = number(vector, "alpha_opt");
    double scale = number(vector, "c");
    double v = number(vector, "v");
    double alpha = number(vector, "alpha");
    var exponential = new GammaExponentialMixture(variance, level, scale);
    var poisson = new GammaPoissonMixture(variance, level, scale);
    Map<String, Double> answers = new HashMap<>();
    answers.put("gamma_exponential_bound", exponential.bound(v, alpha));
    answers.put("gamma_poisson_bound", poisson.bound(v, alpha));
    vector
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (field.startsWith(POISSON_SUM)) {
                double s = Double.parseDouble(field.substring(POISSON_SUM.length()));
                answers.put(field, poisson.log(s, v));
              }
            });
    return answers;
  }

  private static double stitched(JsonNode vector) {
    double alpha = number(vector, "alpha");
    String function = vector.path("fn").asText();
    return switch (function) {
      case "empirical_process_lil_bound" ->
          new EmpiricalProcessBound(alpha, number(vector, "t_min"), number(vector, "A"))
              .at(number(vector, "t"));
      case "double_stitching_bound" ->
          new DoubleStitchedBound(
                  number(vector, "t_opt"),
                  number(vector, "delta"),
                  number(vector, "s"),
                  number(vector, "eta"))
              .at(number(vector, "p"), number(vector, "t"), alpha);
      case "poly_stitching_bound" ->
          new StitchedBound(
                  number(vector, "v_min"),
                  number(vector, "c"),
                  number(vector, "s"),
                  number(vector, "eta"))
              .at(number(vector, "v"), alpha);
      default -> throw new IllegalStateException("no such function: " + function);
    };
  }

  private static Tuning tuning(JsonNode vector) {
    return new Tuning(
        number(vector, "v_opt"),
        number(vector, "alpha_opt"),
        vector.path("one_sided").asBoolean() ? Tuning.Sides.ONE : Tuning.Sides.BOTH);
  }

  private static double[] numbers(JsonNode vector, String field) {
    return StreamSupport.stream(vector.path(field).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static double number(JsonNode vector, String field) {
    return vector.path(field).asDouble();
  }
}
