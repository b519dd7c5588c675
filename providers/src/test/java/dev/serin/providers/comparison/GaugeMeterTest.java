package dev.serin.providers.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What gauges show, scrape by scrape.
class GaugeMeterTest {
  private final JsonMapper json = new JsonMapper();
  private GaugeMeter meter = new GaugeMeter(json.missingNode());
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Drawn draw(double baseline, double canary) {
    now = now.plusSeconds(15);
    Map<Question, List<Sample>> page =
        Map.of(
            new Question(Population.BASELINE, Part.QUERY), List.of(new Sample(Map.of(), baseline)),
            new Question(Population.CANARY, Part.QUERY), List.of(new Sample(Map.of(), canary)));
    return meter.read(new Answers("http://p", page), now);
  }

  @Test
  void whatStandsStillIsDrawnAgainAfterSomeTime() {
    assertThat(draw(1, 2)).isEqualTo(new Drawn.Levels(1, 2));
    assertThat(draw(1, 2)).isInstanceOf(Drawn.Nothing.class);
    now = now.plus(PrometheusSource.LONGEST_SCRAPE);
    assertThat(draw(1, 2)).isEqualTo(new Drawn.Levels(1, 2));
  }

  @Test
  void aLongGapBeginsAnewAlsoInAnotherProcess() throws JsonProcessingException {
    draw(1, 2);
    now = now.plus(PrometheusSource.LONGEST_INTERVAL);
    meter = new GaugeMeter(json.readTree(meter.state().toString()));
    assertThat(draw(3, 4))
        .isEqualTo(
            new Drawn.Nothing(
                "nothing could be drawn for 315 s, more than 300 s: such a gap is not compared, so it begins anew here"));
    assertThat(draw(5, 6)).isEqualTo(new Drawn.Levels(5, 6));
  }
}
