package dev.serin.server.api;

import dev.serin.judge.planning.Risk;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Manifests;
import dev.serin.server.http.Parameters;
import dev.serin.server.http.Problem;
import dev.serin.server.manifest.Reader;
import dev.serin.server.plan.Legs;
import dev.serin.server.plan.Plan;
import dev.serin.server.plan.PlanTerms;
import dev.serin.server.plan.Shares;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/// Works out what a plan can see, as `serin plan` does, by the same words and defaults.
final class PlanRoute {
  private static final Duration ROLLBACK = Duration.ofSeconds(30);

  private PlanRoute() {}

  static void plan(Context request) {
    PlanTerms terms = terms(request);
    long users = Parameters.number(request, "users", Parameters.Range.NATURAL, -1);
    OptionalLong count = users < 0 ? OptionalLong.empty() : OptionalLong.of(users);
    Manifests manifests = Reader.read(Bodies.sources(request));
    if (!manifests.accepted()) {
      throw ManifestRoutes.invalid(manifests.problems());
    }
    List<RolloutDocument> all = manifests.rollouts();
    if (all.isEmpty()) {
      throw Problem.of(
              422, "no-rollout", "the manifests hold no Rollout (kind: Rollout); add its document")
          .exception();
    }
    request.json(
        Map.of(
            "plans",
            all.stream()
                .filter(rollout -> all.size() == 1 || Legs.has(rollout))
                .map(rollout -> Plan.of(rollout, terms, count).tree())
                .toList()));
  }

  private static PlanTerms terms(Context request) {
    if (Parameters.text(request, "rps").isEmpty()) {
      throw Problem.badRequest(
              "say how many requests per second the service gets, such as ?rps=100")
          .exception();
    }
    double days = read(request, "sloDays", "30", Double::parseDouble);
    try {
      PlanTerms.Budget budget =
          new PlanTerms.Budget(
              read(request, "slo", "99.9%", Shares::promise),
              Duration.ofDays(1).toSeconds() * days,
              read(request, "worst", "20%", Shares::of),
              Parameters.duration(request, "rollback", ROLLBACK).toMillis() / 1000.0);
      return new PlanTerms(
          read(request, "rps", "", Double::parseDouble),
          read(request, "baselineErrors", "0.1%", Shares::of),
          read(request, "margin", "10%", Shares::margin),
          new Risk(
              read(request, "alpha", "1%", Shares::of), read(request, "power", "80%", Shares::of)),
          read(request, "minimumRequests", "1000", Double::parseDouble),
          budget);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).exception();
    }
  }

  private static <T> T read(
      Context request, String name, String otherwise, Function<String, T> reading) {
    String value = Parameters.text(request, name);
    try {
      return reading.apply(value.isEmpty() ? otherwise : value);
    } catch (NumberFormatException _) {
      throw Parameters.wrong(name, value, "a number");
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(name + ": " + e.getMessage()).exception();
    }
  }
}
