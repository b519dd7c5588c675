package dev.serin.providers.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts what counters of both sides grew by, over the same interval on both.
///
/// While a side can not be counted nothing is drawn and nothing is forgotten: the next draw covers
/// the gap, unless it is longer than [PrometheusSource#LONGEST_INTERVAL].
final class CounterMeter implements PrometheusSource.Meter {
  /// So many intervals in a row may be dropped because a sum fell. A canary that crashes again and
  /// again loses just its bad intervals so, and what is left of it looks good.
  static final int MOST_DROPPED = 2;

  private final Shape shape;
  private final Map<String, Map<String, Double>> values = new TreeMap<>();
  private final Map<Population, Map<String, Double>> pending = new EnumMap<>(Population.class);
  private String layout;
  private Instant at;
  private int dropped;

  /// @param state what [#state()] gave; missing for none
  CounterMeter(Shape shape, JsonNode state) {
    this.shape = shape;
    this.layout = state.path("layout").asText("");
    this.at = Instant.ofEpochMilli(state.path("at").asLong(0));
    this.dropped = state.path("dropped").asInt(0);
    state
        .path("values")
        .forEachEntry((question, numbers) -> values.put(question, numbers(numbers)));
    for (Population population : Population.values()) {
      pending.put(population, numbers(state.path("pending").path(population.word())));
    }
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> numbers = new TreeMap<>();
    node.forEachEntry((name, number) -> numbers.put(name, number.asDouble()));
    return numbers;
  }

  @Override
  public Instant at() {
    return at;
  }

  @Override
  public Drawn read(Answers answers, Instant now) {
    Optional<String> missing = answers.missing(shape.leading());
    if (missing.isPresent()) {
      return new Drawn.Nothing(missing.get());
    }
    Optional<String> problem = shape.problem(answers);
    if (problem.isPresent()) {
      return new Drawn.Unavailable("Prometheus: " + answers.place() + ": " + problem.get());
    }
    Optional<Drawn> begun = begun(answers, now);
    if (begun.isPresent()) {
      return begun.get();
    }
    for (Population population : Population.values()) {
      Latecomers.of(population, answers, values).forEach(this::start);
    }
    Map<Question, Growth> growths = new LinkedHashMap<>();
    answers
        .samples()
        .forEach((question, samples) -> growths.put(question, growth(question, samples)));
    return unfit(answers, growths)
        .<Drawn>map(why -> new Drawn.Unavailable("Prometheus: " + answers.place() + ": " + why))
        .orElseGet(() -> counted(answers, growths, now));
  }

  private Growth growth(Question question, List<Sample> samples) {
    return Growth.between(
        values.getOrDefault(question.key(), Map.of()), samples.stream().map(Series::of).toList());
  }

  /// The answer when there is nothing that the answers can be compared with.
  private Optional<Drawn> begun(Answers answers, Instant now) {
    if (values.isEmpty()) {
      begin(answers, now);
      return Optional.of(new Drawn.Nothing("counting begins here"));
    }
    if (!layout.equals(shape.layout(answers))) {
      values.clear();
      begin(answers, now);
      return Optional.of(
          new Drawn.Nothing("the buckets are now %s, so counting begins anew".formatted(layout)));
    }
    if (stale(now)) {
      Drawn anew = anew(now);
      // Last values of series that are not there now are kept: they may be back with the next
      // scrape, and would bring all that they ever counted.
      begin(answers, now);
      return Optional.of(anew);
    }
    return Optional.empty();
  }

  private void begin(Answers answers, Instant now) {
    pending.values().forEach(Map::clear);
    layout = shape.layout(answers);
    at = now;
    answers
        .samples()
        .forEach((question, samples) -> start(question, samples.stream().map(Series::of).toList()));
  }

  private void start(Question question, List<Series> found) {
    Map<String, Double> last = values.computeIfAbsent(question.key(), _ -> new TreeMap<>());
    found.forEach(one -> last.put(one.key(), one.value()));
  }

  /// Why these can not be counters of requests.
  private Optional<String> unfit(Answers answers, Map<Question, Growth> growths) {
    for (Map.Entry<Question, Growth> one : growths.entrySet()) {
      Optional<String> rate = one.getValue().rate();
      if (rate.isPresent()) {
        return Optional.of(noCounter(one.getKey(), rate.get()));
      }
      List<Sample> samples = answers.samples().getOrDefault(one.getKey(), List.of());
      boolean still = one.getKey().part() == shape.leading() && one.getValue().sum() == 0;
      Optional<Series> part =
          samples.stream().map(Series::of).filter(Series::fractional).findFirst();
      if (still && part.isPresent() && part.get().value() < 1) {
        return Optional.of(
            noCounter(one.getKey(), part.get().key() + " is a part of one and does not grow"));
      }
    }
    for (Population population : Population.values()) {
      Optional<String> problem = shape.problem(population, growths);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static String noCounter(Question question, String why) {
    return "%s is no counter: %s; give a counter itself, not a rate or a share of it"
        .formatted(question, why);
  }

  private Drawn counted(Answers answers, Map<Question, Growth> growths, Instant now) {
    Optional<String> lost =
        growths.values().stream().flatMap(growth -> growth.lost().stream()).findFirst();
    if (lost.isPresent()) {
      advance(growths, now);
      return dropped(answers, lost.get());
    }
    Optional<String> quiet = quiet(growths, now);
    if (quiet.isPresent()) {
      return new Drawn.Nothing(quiet.get());
    }
    Drawn drawn =
        new Drawn.Requests(
            shape.served(Population.BASELINE, growths, held(Population.BASELINE)),
            shape.served(Population.CANARY, growths, held(Population.CANARY)),
            Double.NaN);
    advance(growths, now);
    dropped = 0;
    return drawn;
  }

  /// The answer to an interval in which a sum fell.
  private Drawn dropped(Answers answers, String fall) {
    dropped++;
    return dropped > MOST_DROPPED
        ? new Drawn.Unavailable(
            "Prometheus: %s: %s: parts of sums were reset in %d intervals in a row, and none of them can be counted; query the counters by series, without sum(), so that resets can be told"
                .formatted(answers.place(), fall, dropped))
        : new Drawn.Nothing(
            "Prometheus: %s: %s: a part of the sum was reset, nobody knows how much, so this interval is not counted; sum less, so that each counter can be followed by itself"
                .formatted(answers.place(), fall));
  }

  private Map<String, Double> held(Population population) {
    return pending.computeIfAbsent(population, _ -> new TreeMap<>());
  }

  /// A side whose counters stand still was not scraped yet; or it has no requests, which is only
  /// certain after some time.
  private Optional<String> quiet(Map<Question, Growth> growths, Instant now) {
    List<Population> still = new java.util.ArrayList<>();
    for (Population population : Population.values()) {
      Growth growth = growths.get(new Question(population, shape.leading()));
      if (growth == null || growth.sum() == 0) {
        still.add(population);
      }
    }
    if (still.size() == Population.values().length) {
      // Nothing was left out, so what comes next came since now. The last values stay: failures
      // may be scraped before their requests.
      at = now;
    }
    boolean soon = Duration.between(at, now).compareTo(PrometheusSource.LONGEST_SCRAPE) < 0;
    return still.size() == Population.values().length || (!still.isEmpty() && soon)
        ? Optional.of(
            "nothing new of the "
                + String.join(" and the ", still.stream().map(Population::word).toList()))
        : Optional.empty();
  }

  private void advance(Map<Question, Growth> growths, Instant now) {
    growths.forEach((question, growth) -> values.put(question.key(), growth.values()));
    at = now;
  }

  @Override
  public ObjectNode state() {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.put("at", at.toEpochMilli()).put("layout", layout).put("dropped", dropped);
    ObjectNode last = state.putObject("values");
    values.forEach((question, numbers) -> numbers.forEach(last.putObject(question)::put));
    ObjectNode rest = state.putObject("pending");
    pending.forEach(
        (population, numbers) -> numbers.forEach(rest.putObject(population.word())::put));
    return state;
  }
}
