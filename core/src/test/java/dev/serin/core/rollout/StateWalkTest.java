package dev.serin.core.rollout;

import static dev.serin.core.rollout.Plans.REQUEST;
import static dev.serin.core.rollout.Plans.V1;
import static dev.serin.core.rollout.Plans.V2;
import static dev.serin.core.rollout.Plans.V3;
import static dev.serin.core.rollout.Plans.analysis;
import static dev.serin.core.rollout.Plans.background;
import static dev.serin.core.rollout.Plans.blueGreen;
import static dev.serin.core.rollout.Plans.canary;
import static dev.serin.core.rollout.Plans.header;
import static dev.serin.core.rollout.Plans.mirror;
import static dev.serin.core.rollout.Plans.pause;
import static dev.serin.core.rollout.Plans.weight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.rollout.Observation.RunReport;
import dev.serin.core.rollout.Observation.Traffic;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Walks every stage that can be reached with every observation, and draws what it saw into
/// `docs/rollout-states.mmd`. Run with `-Dserin.write` to draw it anew.
class StateWalkTest {
  private static final Path DIAGRAM = Path.of("../docs/rollout-states.mmd");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SortedMap<String, Set<String>> arrows = new TreeMap<>();
  private final Set<Class<?>> reached = new HashSet<>();

  @Test
  void everyStageMeetsEveryObservation() throws IOException {
    RolloutSpec canary =
        canary(
            background(1),
            weight(10),
            pause(60),
            header("qa", "yes"),
            mirror(20),
            analysis(),
            weight(50),
            pause());
    RolloutSpec blueGreen =
        blueGreen(new Strategy.Promotion.After(Duration.ofMinutes(5)), REQUEST, REQUEST);
    Stream.of(canary, Plans.with(canary, RolloutSpec.OnDeadline.ABORT), blueGreen)
        .forEach(this::walk);
    assertThat(reached).containsExactlyInAnyOrder(Stage.class.getPermittedSubclasses());
    if (System.getProperty("serin.write") != null) {
      Files.writeString(DIAGRAM, diagram());
    }
    assertThat(Files.readString(DIAGRAM))
        .as("docs/rollout-states.mmd; draw it anew with -Dserin.write")
        .isEqualTo(diagram());
  }

  private void walk(RolloutSpec spec) {
    Deque<Rollout> open = new ArrayDeque<>();
    Set<String> known = new HashSet<>();
    open.add(new Rollout(Plans.ID, spec, V1, Status.fresh(V1, START)));
    open.add(new Rollout(Plans.ID, spec, V2, Status.serving(V1, START)));
    while (!open.isEmpty()) {
      Rollout rollout = open.remove();
      reached.add(rollout.status().stage().getClass());
      assertThat(known).as("the walk ends").hasSizeLessThan(5000);
      for (String event : EVENTS) {
        Rollout next = meet(rollout, event);
        if (known.add(shape(next))) {
          open.add(next);
        }
      }
    }
  }

  private static final String QUIET = "router follows";

  private static final List<String> EVENTS =
      Stream.concat(
              Stream.of(
                  QUIET,
                  "router lags",
                  "router is gone",
                  "canary is down",
                  "everything is down",
                  "time passes",
                  "canary is down for long",
                  "no measurement yet",
                  "another revision",
                  "back to stable"),
              Stream.concat(
                  Stream.of(AnalysisPhase.values())
                      .filter(AnalysisPhase::completed)
                      .map(phase -> "analysis " + phase.word()),
                  commands().keySet().stream().map(name -> "command " + name)))
          .toList();

  private static SortedMap<String, Command> commands() {
    SortedMap<String, Command> commands = new TreeMap<>();
    commands.put("promote", new Command.Promote());
    commands.put("promote --full", new Command.PromoteFull());
    commands.put("abort", new Command.Abort(""));
    commands.put("retry", new Command.Retry());
    commands.put("pause", new Command.Pause());
    commands.put("resume", new Command.Resume());
    commands.put("skip", new Command.Skip());
    return commands;
  }

  /// Shows the rollout one thing that happens while all else is well, and checks what must always
  /// hold.
  private Rollout meet(Rollout before, String event) {
    Rollout rollout =
        switch (event) {
          case "another revision" -> wanting(before, V3);
          case "back to stable" -> wanting(before, before.status().trusted());
          default -> before;
        };
    Observation seen = observation(rollout, event);
    Decision decision = Decider.decide(rollout, seen);
    Status after = decision.next().status();
    assertThat(decision.answers()).hasSameSizeAs(seen.commands());
    if (event.equals("command abort") && before.status().updating()) {
      assertThat(after.stage()).as("an abort always wins").isInstanceOf(Stage.Aborted.class);
    }
    Routing wanted = wanted(decision.next(), seen);
    if (!seen.available().contains(after.current()) && after.stable() != null) {
      assertThat(Routes.reachesCanary(wanted)).as("a canary that is down gets nothing").isFalse();
    }
    if (after.stage() instanceof Stage.Aborted) {
      assertThat(wanted)
          .isEqualTo(
              new Routing(after.trusted(), after.current(), Weight.NONE, List.of(), List.of()));
      assertThat(decision.standing().phase()).isEqualTo(Phase.DEGRADED);
    }
    if (!after.stage().equals(before.status().stage())) {
      assertThat(decision.transitions()).as("%s at %s", event, before.status()).isNotEmpty();
    }
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.ScaleDown(var revision)) {
        assertThat(revision).as("what is in use stays up").isNotEqualTo(after.trusted());
      }
    }
    draw(before.status(), after, event);
    assertSettles(decision, seen);
    return decision.next();
  }

  /// Seen again without news, a decision is made again or gets on, and never turns back.
  private static void assertSettles(Decision decision, Observation seen) {
    Observation again =
        new Observation(seen.at(), seen.traffic(), seen.available(), seen.analyses(), List.of());
    Decision second = Decider.decide(decision.next(), again);
    assertThat(second.next()).isEqualTo(decision.next());
  }

  private void draw(Status before, Status after, String event) {
    String from = name(before.stage());
    String to = name(after.stage());
    if (!from.equals(to)) {
      arrows.computeIfAbsent(from + " --> " + to, _ -> new TreeSet<>()).add(event);
    }
  }

  private String diagram() {
    return arrows.entrySet().stream()
        .map(arrow -> "  " + arrow.getKey() + " : " + label(arrow.getValue()))
        .collect(
            Collectors.joining(
                "\n",
                """
                %% Made by StateWalkTest: every stage and what moves a rollout from one to another.
                stateDiagram-v2
                  [*] --> Deploying : the first revision
                  [*] --> Stable : a revision serves already
                """,
                "\n"));
  }

  /// What happens without any news needs no list of the news that it does not mind.
  private static String label(Set<String> events) {
    return events.contains(QUIET) ? "all is well" : String.join(", ", events);
  }

  private static String name(Stage stage) {
    return stage.getClass().getSimpleName();
  }

  private static Rollout wanting(Rollout rollout, Revision revision) {
    return new Rollout(rollout.id(), rollout.spec(), revision, rollout.status());
  }

  private static Observation observation(Rollout rollout, String event) {
    Instant at =
        event.equals("time passes") || event.endsWith("for long")
            ? START.plus(Duration.ofHours(1))
            : START;
    Set<Revision> available =
        switch (event) {
          case "canary is down", "canary is down for long" -> Set.of(V1);
          case "everything is down" -> Set.of();
          default -> Set.of(V1, V2, V3);
        };
    Traffic traffic =
        switch (event) {
          case "router lags" -> Traffic.unset();
          case "router is gone" -> Traffic.unavailable("connection refused");
          default -> Traffic.showing(wanted(rollout, quiet(at, available)));
        };
    return new Observation(at, traffic, available, runs(rollout, event, at), commands(event));
  }

  private static Map<String, RunReport> runs(Rollout rollout, String event, Instant at) {
    Turn turn = new Turn(rollout, quiet(at, Set.of(V1, V2, V3)));
    Turn routed =
        new Turn(
            rollout,
            new Observation(
                at,
                Traffic.showing(Routes.wanted(turn)),
                turn.seen.available(),
                Map.of(),
                List.of()));
    Map<String, RunReport> runs = new HashMap<>();
    for (Runs.Wanted run : Runs.wanted(routed)) {
      runs.put(run.name(), new RunReport(phase(event), "", !event.equals("no measurement yet")));
    }
    return runs;
  }

  private static AnalysisPhase phase(String event) {
    return Stream.of(AnalysisPhase.values())
        .filter(phase -> event.equals("analysis " + phase.word()))
        .findFirst()
        .orElse(AnalysisPhase.RUNNING);
  }

  private static List<Command> commands(String event) {
    Command command = commands().get(event.replace("command ", ""));
    return command == null ? List.of() : List.of(command);
  }

  private static Observation quiet(Instant at, Set<Revision> available) {
    return new Observation(at, Traffic.unset(), available, Map.of(), List.of());
  }

  private static Routing wanted(Rollout rollout, Observation seen) {
    return Routes.wanted(new Turn(rollout, seen));
  }

  /// What makes two rollouts the same for the walk: everything but times and counters.
  private static String shape(Rollout rollout) {
    Status status = rollout.status();
    return String.join(
        " ",
        status.stage().toString().replaceAll("\\d{4}-\\S+", ""),
        new TreeSet<>(status.holds()).toString(),
        String.valueOf(status.stable()),
        status.current().toString(),
        rollout.desired().toString(),
        String.valueOf(status.progress().timedOut()),
        String.valueOf(status.retiring().isEmpty()));
  }
}
