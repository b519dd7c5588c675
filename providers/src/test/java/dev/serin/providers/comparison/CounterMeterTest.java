package dev.serin.providers.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What counters count, scrape by scrape.
class CounterMeterTest {
  private final JsonMapper json = new JsonMapper();
  private final Map<Question, List<Sample>> page = new LinkedHashMap<>();
  private CounterMeter meter = new CounterMeter(new RequestShape(), json.missingNode());
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void begin() {
    total(Population.BASELINE, "a", 1000);
    total(Population.CANARY, "b", 100);
    failures(Population.BASELINE, "a", 10);
    page.put(new Question(Population.CANARY, Part.FAILURES), new ArrayList<>());
  }

  private static Map<String, String> scraped(String pod) {
    return Map.of("__name__", "requests_total", "pod", pod);
  }

  private void put(Question question, Map<String, String> labels, double value) {
    List<Sample> samples = page.computeIfAbsent(question, _ -> new ArrayList<>());
    samples.removeIf(sample -> sample.labels().equals(labels));
    samples.add(new Sample(labels, value));
  }

  private void total(Population population, String pod, double value) {
    put(new Question(population, Part.TOTAL), scraped(pod), value);
  }

  private void failures(Population population, String pod, double value) {
    put(new Question(population, Part.FAILURES), scraped(pod), value);
  }

  private void gone(Population population, String pod) {
    page.computeIfAbsent(new Question(population, Part.TOTAL), _ -> new ArrayList<>())
        .removeIf(sample -> sample.labels().containsValue(pod));
  }

  private Drawn draw() {
    now = now.plusSeconds(15);
    return meter.read(new Answers("http://p", page), now);
  }

  /// Baseline's total and failures, then canary's.
  private List<Long> counts() {
    return counts(draw());
  }

  private static List<Long> counts(Drawn drawn) {
    assertThat(drawn).isInstanceOf(Drawn.Requests.class);
    Drawn.Requests requests = (Drawn.Requests) drawn;
    return List.of(
        requests.baseline().answered(),
        requests.baseline().failed(),
        requests.canary().answered(),
        requests.canary().failed());
  }

  private String nothing() {
    Drawn drawn = draw();
    assertThat(drawn).isInstanceOf(Drawn.Nothing.class);
    return ((Drawn.Nothing) drawn).why();
  }

  private String unavailable() {
    Drawn drawn = draw();
    assertThat(drawn).isInstanceOf(Drawn.Unavailable.class);
    return ((Drawn.Unavailable) drawn).why();
  }

  @Test
  void aSeriesThatAppearsCountsFromZeroAndOneThatReturnsFromWhereItWas() {
    assertThat(nothing()).isEqualTo("counting begins here");
    total(Population.BASELINE, "a", 1010);
    total(Population.CANARY, "b", 105);
    total(Population.CANARY, "c", 7);
    failures(Population.CANARY, "c", 2);
    assertThat(counts()).containsExactly(10L, 0L, 12L, 2L);

    gone(Population.CANARY, "b");
    total(Population.BASELINE, "a", 1020);
    total(Population.CANARY, "c", 8);
    assertThat(counts()).containsExactly(10L, 0L, 1L, 0L);

    total(Population.BASELINE, "a", 1021);
    total(Population.CANARY, "b", 106);
    assertThat(counts()).containsExactly(1L, 0L, 1L, 0L);
  }

  @Test
  void aCounterThatFellBeganAgain() {
    draw();
    total(Population.BASELINE, "a", 1010);
    total(Population.CANARY, "b", 40);
    failures(Population.BASELINE, "a", 11);
    assertThat(counts()).containsExactly(10L, 1L, 40L, 0L);
  }

  @Test
  void aSumThatFellIsNotCounted() {
    Map<String, String> sum = Map.of("version", "canary");
    page.put(new Question(Population.CANARY, Part.TOTAL), new ArrayList<>());
    put(new Question(Population.CANARY, Part.TOTAL), sum, 120);
    draw();
    total(Population.BASELINE, "a", 1010);
    put(new Question(Population.CANARY, Part.TOTAL), sum, 80);
    assertThat(nothing()).contains("{version=\"canary\"} fell from 120 to 80", "sum less");

    total(Population.BASELINE, "a", 1015);
    put(new Question(Population.CANARY, Part.TOTAL), sum, 83);
    assertThat(counts()).containsExactly(5L, 0L, 3L, 0L);
  }

  @Test
  void bothSidesWaitForEachOther() {
    draw();
    total(Population.BASELINE, "a", 1010);
    assertThat(nothing()).isEqualTo("nothing new of the canary");
    total(Population.BASELINE, "a", 1030);
    total(Population.CANARY, "b", 103);
    assertThat(counts()).containsExactly(30L, 0L, 3L, 0L);
  }

  @Test
  void aSideWithoutRequestsIsDrawnAfterSomeTime() {
    draw();
    total(Population.BASELINE, "a", 1010);
    assertThat(draw()).isInstanceOf(Drawn.Nothing.class);
    now = now.plus(PrometheusSource.LONGEST_SCRAPE);
    assertThat(counts()).containsExactly(10L, 0L, 0L, 0L);
  }

  @Test
  void aSideThatIsGoneIsWaitedFor() {
    draw();
    gone(Population.CANARY, "b");
    total(Population.BASELINE, "a", 1010);
    assertThat(nothing()).contains("http://p has no series for `total` of the canary");
    total(Population.BASELINE, "a", 1020);
    total(Population.CANARY, "b", 104);
    assertThat(counts()).containsExactly(20L, 0L, 4L, 0L);
  }

  @Test
  void aLongGapIsNotCountedAlsoByAnotherProcess() throws JsonProcessingException {
    draw();
    now = now.plus(PrometheusSource.LONGEST_INTERVAL);
    meter = new CounterMeter(new RequestShape(), json.readTree(meter.state().toString()));
    gone(Population.CANARY, "b");
    total(Population.BASELINE, "a", 900_000);
    total(Population.CANARY, "c", 800);
    failures(Population.CANARY, "c", 700);
    assertThat(nothing()).contains("for 315 s, more than 300 s", "begins anew here");

    total(Population.BASELINE, "a", 900_010);
    total(Population.CANARY, "b", 101);
    total(Population.CANARY, "c", 802);
    failures(Population.CANARY, "c", 701);
    assertThat(counts()).containsExactly(10L, 0L, 3L, 1L);
  }

  @Test
  void anIntervalThatIsJustNotTooLongIsCounted() {
    draw();
    now = now.plus(PrometheusSource.LONGEST_INTERVAL).minusSeconds(15);
    total(Population.BASELINE, "a", 1010);
    total(Population.CANARY, "b", 103);
    assertThat(counts()).containsExactly(10L, 0L, 3L, 0L);
  }

  @Test
  void aSideThatWasGoneForLongBeginsAnew() {
    draw();
    gone(Population.CANARY, "b");
    for (int i = 0; i < 21; i++) {
      total(Population.BASELINE, "a", 1010 + 10 * i);
      assertThat(nothing()).contains("has no series");
    }
    total(Population.CANARY, "b", 200);
    assertThat(nothing()).contains("begins anew here");
    total(Population.BASELINE, "a", 1215);
    total(Population.CANARY, "b", 204);
    assertThat(counts()).containsExactly(5L, 0L, 4L, 0L);
  }

  @Test
  void whileNobodyAsksForAnythingNothingIsLeftOut() {
    draw();
    for (int i = 0; i < 40; i++) {
      assertThat(nothing()).isEqualTo("nothing new of the baseline and the canary");
    }
    total(Population.BASELINE, "a", 1002);
    total(Population.CANARY, "b", 101);
    assertThat(counts()).containsExactly(2L, 0L, 1L, 0L);
  }

  @Test
  void aPodThatServedBeforeItWasScrapedDoesNotBringItsPast() {
    draw();
    total(Population.BASELINE, "a", 1100);
    total(Population.CANARY, "b", 110);
    total(Population.CANARY, "c", 50_000);
    total(Population.CANARY, "d", 50_000);
    failures(Population.CANARY, "c", 400);
    assertThat(counts()).containsExactly(100L, 0L, 10L, 0L);

    total(Population.BASELINE, "a", 1200);
    total(Population.CANARY, "b", 120);
    total(Population.CANARY, "c", 50_010);
    total(Population.CANARY, "d", 50_005);
    failures(Population.CANARY, "c", 403);
    assertThat(counts()).containsExactly(100L, 0L, 25L, 3L);
  }

  @Test
  void aSideOfWhichAllIsNewIsCountedFromTheNextScrape() {
    draw();
    gone(Population.CANARY, "b");
    total(Population.BASELINE, "a", 1100);
    total(Population.CANARY, "c", 50_000);
    assertThat(nothing()).isEqualTo("nothing new of the canary");
    total(Population.BASELINE, "a", 1200);
    total(Population.CANARY, "c", 50_010);
    assertThat(counts()).containsExactly(200L, 0L, 10L, 0L);
  }

  @Test
  void failuresThatBeginWithManyRequestsAreCounted() {
    draw();
    total(Population.BASELINE, "a", 21_000);
    total(Population.CANARY, "b", 2_100);
    failures(Population.CANARY, "b", 1_990);
    assertThat(counts()).containsExactly(20_000L, 0L, 2_000L, 1_990L);
  }

  @Test
  void aPodThatGrewAlongWithItsSideIsCountedFromZero() {
    draw();
    total(Population.BASELINE, "a", 2500);
    total(Population.BASELINE, "e", 3000);
    total(Population.CANARY, "b", 100);
    total(Population.CANARY, "c", 1000);
    assertThat(counts()).containsExactly(4500L, 0L, 1000L, 0L);
  }

  @Test
  void aHistogramThatCountedBeforeDoesNotBringItsPast() {
    meter = new CounterMeter(new LatencyShape(), json.missingNode());
    page.clear();
    histogram(Population.BASELINE, Map.of("0.1", 50.0, "+Inf", 100.0));
    histogram(Population.CANARY, Map.of("0.1", 5.0, "+Inf", 10.0));
    draw();
    histogram(Population.BASELINE, Map.of("0.1", 60.0, "+Inf", 120.0));
    histogram(Population.CANARY, Map.of("0.1", 6.0, "+Inf", 13.0));
    for (String bound : List.of("0.1", "+Inf")) {
      Map<String, String> labels = new TreeMap<>(scraped("late"));
      labels.put("le", bound);
      put(new Question(Population.CANARY, Part.HISTOGRAM), labels, bound.equals("0.1") ? 7 : 9000);
    }

    Drawn.Requests drawn = (Drawn.Requests) draw();

    assertThat(drawn.baseline().latency().counts()).containsExactly(10, 10);
    assertThat(drawn.canary().latency().counts()).containsExactly(1, 2);
  }

  @Test
  void sumsThatFallAgainAndAgainAreToldAlsoByAnotherProcess() throws JsonProcessingException {
    Map<String, String> sum = Map.of("version", "canary");
    page.put(new Question(Population.CANARY, Part.TOTAL), new ArrayList<>());
    put(new Question(Population.CANARY, Part.TOTAL), sum, 120);
    draw();
    for (int fallen : List.of(80, 60)) {
      put(new Question(Population.CANARY, Part.TOTAL), sum, fallen);
      assertThat(nothing()).contains("this interval is not counted");
      // Between two scrapes there is nothing new, which is no interval.
      assertThat(nothing()).contains("nothing new");
      meter = new CounterMeter(new RequestShape(), json.readTree(meter.state().toString()));
    }
    put(new Question(Population.CANARY, Part.TOTAL), sum, 50);
    assertThat(unavailable()).contains("from 60 to 50", "3 intervals in a row", "without sum()");

    total(Population.BASELINE, "a", 1015);
    put(new Question(Population.CANARY, Part.TOTAL), sum, 53);
    assertThat(counts()).containsExactly(15L, 0L, 3L, 0L);
    put(new Question(Population.CANARY, Part.TOTAL), sum, 40);
    assertThat(nothing()).contains("this interval is not counted");
  }

  @Test
  void ratesAreToldFromCounters() {
    failures(Population.BASELINE, "a", 3.5);
    total(Population.BASELINE, "a", 99.5);
    draw();
    total(Population.BASELINE, "a", 98.5);
    assertThat(unavailable())
        .contains("`total` of the baseline is no counter", "from 99.5 to 98.5", "not a rate");
    total(Population.BASELINE, "a", 101);
    total(Population.CANARY, "b", 101);
    failures(Population.BASELINE, "a", 50);
    assertThat(unavailable()).contains("`failures` of the baseline grew by 46.5", "by 1.5");
  }

  @Test
  void aShareIsToldFromACounter() {
    total(Population.CANARY, "b", 0.98);
    draw();
    total(Population.BASELINE, "a", 1001);
    assertThat(unavailable()).contains("`total` of the canary is no counter", "does not grow");
  }

  @Test
  void partsOfOneAreKeptForLaterAlsoByAnotherProcess() throws JsonProcessingException {
    SplittableRandom random = new SplittableRandom(3);
    draw();
    double total = 0;
    double failed = 0;
    long drawnTotal = 0;
    long drawnFailed = 0;
    for (int i = 0; i < 500; i++) {
      total += 0.25 * random.nextInt(1, 9);
      failed = Math.min(total, failed + 0.25 * random.nextInt(3));
      total(Population.BASELINE, "a", 1000 + i + 1);
      total(Population.CANARY, "b", 100 + total);
      failures(Population.CANARY, "b", failed);
      List<Long> counts = counts();
      drawnTotal += counts.get(2);
      drawnFailed += counts.get(3);
      assertThat(drawnTotal).isEqualTo((long) Math.floor(total));
      assertThat(drawnFailed).isLessThanOrEqualTo((long) Math.floor(failed));
      assertThat(drawnFailed).isGreaterThanOrEqualTo((long) Math.floor(failed) - 2);
      meter = new CounterMeter(new RequestShape(), json.readTree(meter.state().toString()));
    }
  }

  @Test
  void aHistogramIsCountedByBucketsAndResetAsAWhole() {
    meter = new CounterMeter(new LatencyShape(), json.missingNode());
    page.clear();
    histogram(Population.BASELINE, Map.of("0.1", 50.0, "1.0", 90.0, "+Inf", 100.0));
    histogram(Population.CANARY, Map.of("0.1", 5.0, "1", 9.0, "+Inf", 10.0));
    draw();
    // The service began again: 60 were below 0.1 s, so only the other buckets fell.
    histogram(Population.BASELINE, Map.of("0.1", 60.0, "1", 65.0, "+Inf", 66.0));
    histogram(Population.CANARY, Map.of("0.1", 6.0, "1.0", 12.0, "+Inf", 14.0));

    Drawn.Requests drawn = (Drawn.Requests) draw();

    assertThat(drawn.baseline().latency().counts()).containsExactly(60, 5, 1);
    assertThat(drawn.canary().latency().counts()).containsExactly(1, 2, 1);
    assertThat(drawn.canary().answered()).isEqualTo(4);
    assertThat(drawn.canary().latency().buckets().lowerEdges()).containsExactly(0, 0.1, 1);
  }

  @Test
  void histogramsThatCanNotBeComparedAreToldWithTheirBuckets() {
    meter = new CounterMeter(new LatencyShape(), json.missingNode());
    page.clear();
    histogram(Population.BASELINE, Map.of("0.1", 50.0, "+Inf", 100.0));
    histogram(Population.CANARY, Map.of("0.2", 5.0, "+Inf", 10.0));
    assertThat(unavailable()).contains("le of the baseline is [0.1, +Inf]", "canary [0.2, +Inf]");
    page.clear();
    histogram(Population.BASELINE, Map.of("0.1", 50.0));
    histogram(Population.CANARY, Map.of("0.1", 5.0));
    assertThat(unavailable()).contains("there must be +Inf");
    page.clear();
    put(new Question(Population.BASELINE, Part.HISTOGRAM), scraped("a"), 1);
    put(new Question(Population.CANARY, Part.HISTOGRAM), scraped("b"), 1);
    assertThat(unavailable()).contains("without a label le", "keep le");
  }

  private void histogram(Population population, Map<String, Double> upTo) {
    page.remove(new Question(population, Part.HISTOGRAM));
    upTo.forEach(
        (bound, count) -> {
          Map<String, String> labels = new TreeMap<>(scraped("a"));
          labels.put("le", bound);
          put(new Question(population, Part.HISTOGRAM), labels, count);
        });
  }
}
