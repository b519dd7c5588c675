package dev.serin.server.api;

import dev.serin.manifest.tree.Source;
import dev.serin.server.access.Audit;
import dev.serin.server.access.Role;
import dev.serin.server.api.Bodies.ProblemView;
import dev.serin.server.http.Parameters;
import dev.serin.server.http.Problem;
import dev.serin.server.http.ProblemException;
import dev.serin.server.manifest.Reader;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Rollouts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is done with manifests: applied, checked, planned.
final class ManifestRoutes {
  private final Rollouts rollouts;

  ManifestRoutes(Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  /// What became of a document.
  ///
  /// @param change `created`, `configured` or `unchanged`
  private record ChangeView(String kind, String namespace, String name, String change) {
    static ChangeView of(Applied.Change change) {
      return new ChangeView(
          change.document().kind(),
          change.document().namespace(),
          change.document().name(),
          change.what().name().toLowerCase(Locale.ROOT));
    }
  }

  /// A rollout by its name.
  private record Name(String namespace, String name) {}

  /// @param changes one for each document
  /// @param rollouts that rest upon the documents, as far as the caller may see them
  private record AppliedView(
      List<ChangeView> changes, List<Name> rollouts, List<ProblemView> warnings) {
    static AppliedView of(Applied.Done done, Caller caller) {
      return new AppliedView(
          done.changes().stream().map(ChangeView::of).toList(),
          done.resting().stream()
              .filter(caller::sees)
              .map(id -> new Name(id.namespace(), id.name()))
              .toList(),
          ProblemView.all(done.warnings()));
    }
  }

  void add(RoutesConfig routes) {
    routes.post(Paths.ROOT + "/manifests", this::apply, Role.ADMIN);
    routes.post(Paths.ROOT + "/lint", ManifestRoutes::lint, Role.VIEWER);
    routes.post(Paths.ROOT + "/plan", PlanRoute::plan, Role.VIEWER);
  }

  private void apply(Context request) {
    boolean dryRun = Parameters.flag(request, "dryRun");
    Caller caller = Caller.of(request);
    Author by = caller.author(Parameters.text(request, "reason"));
    List<Source> sources = Bodies.sources(request);
    Audit.deeds(request, List.of(new Audit.Deed("apply", null, null, by.why())));
    // The path names no namespace, so nobody has asked yet what the caller may do in these.
    new Rights(rollouts).check(caller, sources);
    Applied.Done wouldBe = done(rollouts.apply(sources, by, true));
    Audit.deeds(request, deeds(wouldBe, dryRun ? "dry run" : "apply", by.why()));
    Applied.Done done = dryRun ? wouldBe : done(rollouts.apply(sources, by, false));
    request.json(AppliedView.of(done, caller));
  }

  /// One for each rollout that something changes for; where there is none, one for all documents,
  /// under the namespace that all of them have.
  private static List<Audit.Deed> deeds(Applied.Done wouldBe, String action, String said) {
    @Nullable String why = said.isEmpty() ? null : said;
    if (!wouldBe.about().isEmpty()) {
      return wouldBe.about().stream()
          .map(id -> new Audit.Deed(action, id.namespace(), id.name(), why))
          .toList();
    }
    List<Applied.Change> changes = wouldBe.changes();
    List<String> namespaces =
        changes.stream().map(it -> it.document().namespace()).distinct().toList();
    boolean one = namespaces.size() == 1 && !namespaces.getFirst().isEmpty();
    @Nullable String namespace = one ? namespaces.getFirst() : null;
    @Nullable String name = changes.size() == 1 ? changes.getFirst().document().name() : null;
    return List.of(new Audit.Deed(action, namespace, name, why));
  }

  private static Applied.Done done(Applied applied) {
    return switch (applied) {
      case Applied.Done done -> done;
      case Applied.Invalid(var problems) -> throw invalid(problems);
      case Applied.Refused(var why) ->
          throw Problem.conflict(String.join("; ", why)).with("reasons", why).exception();
    };
  }

  static ProblemException invalid(List<dev.serin.manifest.tree.Problem> problems) {
    long errors = problems.stream().filter(dev.serin.manifest.tree.Problem::error).count();
    return Problem.of(
            422,
            "invalid-manifest",
            errors == 1
                ? "the manifests have an error; nothing was changed"
                : "the manifests have " + errors + " errors; nothing was changed")
        .with("problems", ProblemView.all(problems))
        .exception();
  }

  private static void lint(Context request) {
    var problems = Reader.problems(Bodies.sources(request));
    request.json(
        Map.of(
            "accepted",
            problems.stream().noneMatch(dev.serin.manifest.tree.Problem::error),
            "problems",
            ProblemView.all(problems)));
  }
}
