package dev.serin.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.StepText;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.router.Carrier;
import dev.serin.server.site.BackendChoice;
import dev.serin.server.site.Hosting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rollouts at a glance: how they are made from what a node sees, and how they are written.
final class Glances {
  /// The phase of a rollout that no node has run.
  static final Phase FIRST = Phase.PROGRESSING;

  /// Begins what is told of a rollout that goes on by older documents than the last ones.
  static final String KEPT =
      "What was applied last can not be carried out, so it goes on by what was applied before: ";

  private static final String STUCK = "Serin can not run it: ";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(
                      Instant.class,
                      new FromStringDeserializer<Instant>(Instant.class) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected Instant _deserialize(
                            String text,
                            com.fasterxml.jackson.databind.DeserializationContext context) {
                          return Instant.parse(text);
                        }
                      }))
          .configure(
              com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              false)
          .build();

  private Glances() {}

  static String json(Summary summary) {
    try {
      return JSON.writeValueAsString(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can not be written as JSON: " + summary, e);
    }
  }

  static Summary parse(String json) {
    try {
      return JSON.readValue(json, Summary.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what a node wrote down can not be read: " + json, e);
    }
  }

  /// A rollout that no node has run.
  static Summary first(Hosting hosting) {
    return new Summary(
        FIRST,
        "",
        word(hosting.release().spec().strategy()),
        null,
        hosting.release().desired().hash(),
        null,
        new Summary.Waiting("a node that runs it", null),
        0,
        null,
        null,
        List.of(),
        Guard.guards(hosting.release()),
        steps(hosting.release().spec().strategy()));
  }

  /// A rollout after a look.
  ///
  /// @param trouble what people should know now beside the router's; empty for nothing
  static Summary after(Look look, Hosting hosting, Carrier carrier, String trouble) {
    Decision decision = look.decision();
    Status status = decision.next().status();
    Strategy strategy = hosting.release().spec().strategy();
    return new Summary(
        decision.standing().phase(),
        decision.standing().message(),
        word(strategy),
        status.stable() == null ? null : status.stable().hash(),
        hosting.release().desired().hash(),
        step(status, steps(strategy)),
        decision.waiting().what().isEmpty()
            ? null
            : new Summary.Waiting(decision.waiting().what(), decision.waiting().until()),
        weight(status, status.routing()),
        effective(status, look.live()),
        new Summary.Router(
            hosting.front().router().kind().word(),
            carrier.address(),
            trouble.isEmpty() ? carrier.trouble().orElse("") : trouble),
        pools(hosting.backends(), carrier),
        Guard.guards(hosting.release()),
        steps(strategy));
  }

  /// A rollout that can not be run here.
  static Summary stuck(Summary before, String why) {
    return new Summary(
        Phase.DEGRADED,
        STUCK + why,
        before.strategy(),
        before.stable(),
        before.desired(),
        before.step(),
        new Summary.Waiting("the manifests, or what they name, to be mended", null),
        before.weight(),
        before.effective(),
        before.router(),
        before.backends(),
        before.guarded(),
        before.plan());
  }

  /// A rollout as it is told of. What is wanted of it may be newer than what a node wrote down
  /// last: until one has begun that, it is on its way.
  ///
  /// @param plan what is wanted of it, as [Wanted] writes it; null when nothing is
  static Summary told(String written, @Nullable String plan) {
    Summary summary = parse(written);
    String desired =
        Optional.ofNullable(plan)
            .flatMap(Wanted::parse)
            .map(Wanted::desired)
            .orElse(summary.desired());
    return desired.equals(summary.desired()) ? summary : behind(summary, desired);
  }

  private static Summary behind(Summary written, String desired) {
    boolean stuck = written.message().startsWith(STUCK);
    String trouble = written.router() == null ? "" : written.router().trouble();
    boolean kept = trouble.startsWith(KEPT);
    String begins = kept ? trouble : "a node is about to begin the update to " + desired;
    return new Summary(
        stuck ? written.phase() : Phase.PROGRESSING,
        stuck ? written.message() : begins,
        written.strategy(),
        written.stable(),
        desired,
        null,
        stuck || kept ? written.waiting() : new Summary.Waiting("a node that begins it", null),
        written.weight(),
        written.effective(),
        written.router(),
        written.backends(),
        written.guarded(),
        written.plan());
  }

  private static String word(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Canary _ -> "canary";
      case Strategy.BlueGreen _ -> "blueGreen";
    };
  }

  private static List<String> steps(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Canary canary -> canary.steps().stream().map(StepText::of).toList();
      case Strategy.BlueGreen _ -> List.of();
    };
  }

  private static Summary.@Nullable Step step(Status status, List<String> steps) {
    return status.stage() instanceof Stage.Stepping(int index, _) && index < steps.size()
        ? new Summary.Step(index, steps.size(), steps.get(index))
        : null;
  }

  /// The share of the current revision: everything, once it is the one that gets the rest.
  private static int weight(Status status, Routing routing) {
    if (!routing.stable().equals(routing.canary())) {
      return routing.weight().ppm();
    }
    return routing.stable().equals(status.current()) ? Weight.SCALE : 0;
  }

  private static @Nullable Integer effective(Status status, Live live) {
    return switch (live) {
      case Live.Routed(var routing, var effective, _) -> share(status, routing, effective);
      case Live.Drifted(var routing, var effective, _, _) -> share(status, routing, effective);
      case Live.Unset _, Live.Unavailable _ -> null;
    };
  }

  private static int share(Status status, Routing routing, Weight effective) {
    return routing.stable().equals(routing.canary()) ? weight(status, routing) : effective.ppm();
  }

  private static List<Summary.Pool> pools(BackendChoice backends, Carrier carrier) {
    return Stream.of(backends.stable(), backends.canary())
        .map(
            backend ->
                switch (carrier.health(backend.revision())) {
                  case Workload.Health.Available _ -> pool(backends, backend, "");
                  case Workload.Health.Unavailable(var why) -> pool(backends, backend, why);
                })
        .toList();
  }

  private static Summary.Pool pool(
      BackendChoice all, dev.serin.core.engine.Backend backend, String why) {
    return new Summary.Pool(
        backend.name(),
        backend.equals(all.stable()) ? "stable" : "canary",
        backend.revision().hash(),
        backend.endpoints().stream().map(endpoint -> endpoint.url().toString()).toList(),
        why.isEmpty(),
        why);
  }
}
