package dev.serin.cli.client.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/// What people see of what a server tells.
class PicturesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Seen PAUSED =
      seen(
          """
          {"namespace": "shop", "name": "cart", "version": 7, "updatedAt": "2026-01-01T11:59:00Z",
           "phase": "Paused", "message": "CanaryPauseStep", "strategy": "canary", "stable": "v1",
           "desired": "v2", "current": "v2", "weight": 20, "effectiveWeight": 19.5,
           "step": {"index": 1, "count": 3, "text": "pause until promoted"},
           "steps": [{"index": 0, "text": "setWeight: 20", "state": "done"},
                     {"index": 1, "text": "pause until promoted", "state": "current"},
                     {"index": 2, "text": "setWeight: 50", "state": "pending"}],
           "waiting": {"what": "a person's promote", "until": null}, "holds": [],
           "since": "2026-01-01T11:55:00Z", "node": "n1", "guarded": false,
           "router": {"kind": "serin/gateway", "address": "http://127.0.0.1:8080", "trouble": ""},
           "backends": [{"name": "blue", "role": "stable", "revision": "v1",
                         "endpoints": ["http://a", "http://b"], "healthy": true, "why": ""},
                        {"name": "green", "role": "canary", "revision": "v2",
                         "endpoints": ["http://c"], "healthy": false, "why": "refuses connections"}],
           "analysisRuns": [{"name": "cart-v2-1", "phase": "Running", "message": "",
                             "startedAt": "2026-01-01T11:58:00Z", "metrics": [
               {"name": "errors", "phase": "Running", "value": "0.01", "message": "", "count": 4,
                "successful": 3, "failed": 1, "inconclusive": 0, "error": 2}]}],
           "actions": ["promote", "promoteFull", "abort"],
           "explanation": ["Step 2 waits for a person."]}
          """);

  private static Seen seen(String json) {
    try {
      return new Seen(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static String text(List<AttributedString> lines) {
    return String.join("\n", Columns.painted(false, lines)) + "\n";
  }

  @Test
  void theTreeIsArgos() {
    assertThat(text(Tree.of(PAUSED, NOW)))
        .isEqualTo(
            """
            Name:            cart
            Namespace:       shop
            Status:          ॥ Paused
            Message:         CanaryPauseStep
            Strategy:        Canary
              Step:          1/3  pause until promoted
              SetWeight:     20
              ActualWeight:  19.5
            Stable:          v1
            Desired:         v2
            Router:          serin/gateway  http://127.0.0.1:8080
            Waits for:       a person's promote
            Node:            n1

            NAME               KIND         STATUS      AGE    INFO
            ⟳ cart             Rollout      ॥ Paused    5m 0s
            ├──# revision:v2                                   canary
            │  ├──⧉ green      Backend      ✖ Degraded         canary, 1 endpoint, refuses connections
            │  └──α cart-v2-1  AnalysisRun  ◌ Running   2m 0s  ✔ 3, ✖ 1, ⚠ 2
            └──# revision:v1                                   stable
               └──⧉ blue       Backend      ✔ Healthy          stable, 2 endpoints
            """);
  }

  @Test
  void aRolloutThatNobodyRanYetHasATreeToo() {
    assertThat(text(Tree.of(seen("{\"name\": \"a\", \"namespace\": \"b\", \"phase\": null}"), NOW)))
        .contains("Name:            a", "⟳ a");
  }

  @Test
  void theListHasALineForEach() {
    assertThat(text(Listing.of(List.of(PAUSED), NOW)))
        .isEqualTo(
            """
            NAMESPACE  NAME  STRATEGY  STATUS    STEP  WEIGHT  STABLE  DESIRED  AGE    INFO
            shop       cart  canary    ॥ Paused  1/3   20      v1      v2       1m 0s  CanaryPauseStep; a person's promote
            """);
  }

  @Test
  void anExplanationSaysWhereWhyWhatAndWhatToDo() {
    Seen evidence =
        seen("{\"comparisons\": [{\"metric\": \"latency\", \"sentence\": \"No worse so far.\"}]}");
    assertThat(text(new Explanation(PAUSED, evidence, NOW).lines()))
        .isEqualTo(
            """
            cart is Paused at step 2 of 3 (pause until promoted): v2 gets 19.5% of the traffic, v1 the rest.

            Why
              Step 2 waits for a person.

            What the analysis shows
              errors (cart-v2-1) is Running, last value 0.01, 4 measured, 1 failed
              latency: No worse so far.

            What happens next
              It waits for a person's promote.
              Then comes step 3: setWeight: 50.

            What you can do
              serin promote shop/cart           go on: end the pause or the step that it is at
              serin promote shop/cart --full    skip all that is left and give the new revision all traffic
              serin abort shop/cart             take the update back: stable gets all traffic at once
            """);
  }

  @Test
  void theJournalSaysWhoAndWhy() {
    Seen asked =
        seen(
            """
            {"number": 3, "at": "2026-01-01T11:00:00Z", "reason": "RolloutAborted",
             "message": "aborted\\u001b[2J", "by": "kim", "why": "the cart is empty"}
            """);
    assertThat(text(Journal.dated(ZoneOffset.UTC).lines(List.of(asked))))
        .isEqualTo("2026-01-01 11:00:00 aborted [2J  by kim: the cart is empty\n");
  }

  @Test
  void whatWasAskedStandsBeforeWhatCameOfIt() {
    Seen asked =
        seen(
            """
            {"number": 1, "at": "2026-01-01T11:00:00Z", "command": "pause", "state": "done",
             "message": "paused", "by": "kim", "why": "lunch"}
            """);
    Seen applied =
        seen(
            """
            {"number": 9, "at": "2026-01-01T10:00:00Z", "action": "apply", "namespace": "shop",
             "name": "cart", "by": "kim", "why": "release 2", "outcome": "done"}
            """);
    Seen came = seen("{\"at\": \"2026-01-01T11:00:00Z\", \"message\": \"held\"}");
    Past past = new Past(List.of(came), List.of(asked), List.of(applied));
    assertThat(text(Journal.timed(ZoneOffset.UTC).lines(past.together())))
        .isEqualTo(
            """
            10:00:00 apply done  by kim: release 2
            11:00:00 pause done: paused  by kim: lunch
            11:00:00 held
            """);
  }

  @Test
  void theLivePictureFitsTheTerminal() {
    Seen signals =
        seen(
            """
            {"available": true, "populations": [
              {"role": "stable", "revision": "v1", "rps": 80, "errorRate": 0,
               "latency": {"p50": 1.25, "p99": null}, "inFlight": 2}]}
            """);
    Panorama panorama = new Panorama(PAUSED, signals, List.of(), "asked");
    List<String> whole = Columns.painted(false, panorama.draw(100, 40, NOW));
    assertThat(whole)
        .contains("shop/cart  ॥ Paused  v1 → v2  weight 19.5% → 20%", "  ▶ 2 pause until promoted")
        .contains("  stable v1  80.0   0.00%   1.3ms  -    2")
        .endsWith("asked", Panorama.KEYS);
    List<AttributedString> small = panorama.draw(30, 8, NOW);
    assertThat(small).hasSizeLessThanOrEqualTo(8);
    assertThat(small).allMatch(line -> line.columnLength() <= 30);
  }
}
