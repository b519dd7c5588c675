package dev.serin.cli.run;

import dev.serin.cli.manifest.ManifestFiles;
import dev.serin.cli.manifest.Review;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Release;
import dev.serin.gateway.settings.Place;
import dev.serin.manifest.Document;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Document.OtherDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import dev.serin.manifest.tree.Value;
import dev.serin.server.Refusal;
import dev.serin.server.manifest.GatewayReading;
import dev.serin.server.manifest.PluginSettings;
import dev.serin.server.manifest.Reader;
import dev.serin.server.site.BackendChoice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What manifests propose: a rollout, what it may name, and where it is served.
///
/// @param gateway of all rollouts
record Proposal(
    RolloutDocument rollout,
    Map<TemplateRef, AnalysisTemplate> templates,
    List<Backend> backends,
    GatewayReading.Gateway gateway) {
  private static final String NO_ROLLOUT =
      "the manifests hold no Rollout (kind: Rollout); add its file";

  /// Copies its collections.
  Proposal {
    templates = Map.copyOf(templates);
    backends = List.copyOf(backends);
  }

  /// The texts of those files that hold something which is read here, without their Secrets: they
  /// are kept in the state folder.
  ///
  /// @throws Refusal when one can not be read, or a Secret can not be taken out of it
  static List<RunPlan.ManifestText> texts(List<Path> paths) {
    if (paths.isEmpty()) {
      throw new Refusal("name a manifest: serin run FILE..., or go on with serin run --resume");
    }
    ManifestFiles files = ManifestFiles.read(paths);
    // What is no manifest must be told by the bytes, before they become text.
    Manifests manifests = Reader.read(files.sources());
    List<Problem> problems = new ArrayList<>(files.problems());
    problems.addAll(manifests.problems());
    problems.addAll(GatewayReading.problems(manifests));
    accept(problems, PluginSettings.problems(manifests));
    List<RunPlan.ManifestText> texts = new ArrayList<>();
    for (Source source : files.sources()) {
      List<Document> inside =
          manifests.documents().stream()
              .filter(d -> d.content().place().file().equals(source.name()))
              .toList();
      if (!inside.stream().allMatch(OtherDocument.class::isInstance)) {
        Path folder = Path.of(source.name()).toAbsolutePath().getParent();
        texts.add(
            new RunPlan.ManifestText(
                source.name(),
                withoutSecrets(source, inside),
                folder == null ? null : folder.toString()));
      }
    }
    return texts;
  }

  private static String withoutSecrets(Source source, List<Document> inside) {
    List<String> lines =
        new ArrayList<>(
            List.of(new String(source.bytes(), StandardCharsets.UTF_8).split("\n", -1)));
    for (Document document : inside) {
      if (document instanceof OtherDocument other && other.kind().equals("Secret")) {
        Value content = other.content();
        if (!content.path().isEmpty()) {
          throw new Refusal(
              content.place()
                  + ": a Secret stands in a List with what is run, and that is kept in the state"
                  + " folder: move the Secret into a file of its own, and say --secret");
        }
        int at = content.place().line() - 1;
        do {
          lines.set(at, "");
          at++;
        } while (at < lines.size() && !lines.get(at).startsWith("---"));
      }
    }
    return String.join("\n", lines);
  }

  /// Reads a plan's manifests: the rollout that it is about; or all that a Gateway routes, when
  /// there are several and the plan names none.
  ///
  /// @return at least one
  /// @throws Refusal when they hold an error, or not the rollout
  static List<Proposal> all(RunPlan plan) {
    Manifests manifests = manifests(plan);
    List<Problem> problems = new ArrayList<>(manifests.problems());
    accept(problems, GatewayReading.problems(manifests));
    Optional<GatewayDocument> document = only(manifests.gateways());
    GatewayReading.Gateway gateway =
        document
            .map(written -> GatewayReading.read(written, folder(plan, written)))
            .orElse(GatewayReading.Gateway.USUAL);
    List<RolloutDocument> routed =
        gateway.routes().isEmpty()
            ? List.of()
            : manifests.rollouts().stream().filter(r -> leads(gateway, r)).toList();
    List<RolloutDocument> chosen =
        plan.rollout().isEmpty() && routed.size() > 1
            ? routed
            : List.of(choose(manifests.rollouts(), plan.rollout()));
    refuseUnclear(plan, gateway, chosen);
    return chosen.stream().map(rollout -> of(rollout, manifests, gateway)).toList();
  }

  /// Reads every rollout of a plan's manifests.
  ///
  /// @return at least one
  /// @throws Refusal when they hold an error, or no rollout
  static List<Proposal> each(RunPlan plan) {
    Manifests manifests = manifests(plan);
    accept(new ArrayList<>(manifests.problems()), List.of());
    if (manifests.rollouts().isEmpty()) {
      throw new Refusal(NO_ROLLOUT);
    }
    return manifests.rollouts().stream()
        .map(rollout -> of(rollout, manifests, GatewayReading.Gateway.USUAL))
        .toList();
  }

  private static Manifests manifests(RunPlan plan) {
    return Reader.read(plan.files().stream().map(f -> Source.of(f.name(), f.text())).toList());
  }

  /// Reads a plan's manifests, which are about one rollout.
  ///
  /// @throws Refusal when they hold an error, or not the rollout
  static Proposal read(RunPlan plan) {
    return all(plan).getFirst();
  }

  private static Proposal of(
      RolloutDocument rollout, Manifests manifests, GatewayReading.Gateway gateway) {
    Map<TemplateRef, AnalysisTemplate> templates = new HashMap<>();
    for (Document document : manifests.documents()) {
      if (document instanceof TemplateDocument template && reachable(template, rollout)) {
        templates.put(template.template().ref(), template.template());
      }
    }
    return new Proposal(rollout, templates, manifests.backends(), gateway);
  }

  private static Optional<GatewayDocument> only(List<GatewayDocument> gateways) {
    if (gateways.size() > 1) {
      throw new Refusal(
          "the manifests hold several Gateways (%s), and a run has one: leave the others out"
              .formatted(
                  gateways.stream().map(GatewayDocument::name).collect(Collectors.joining(", "))));
    }
    return gateways.stream().findFirst();
  }

  private static Path folder(RunPlan plan, GatewayDocument gateway) {
    String file = gateway.content().place().file();
    return plan.files().stream()
        .filter(text -> text.name().equals(file) && text.folder() != null)
        .map(text -> Path.of(String.valueOf(text.folder())))
        .findFirst()
        .orElse(Path.of(""));
  }

  private static boolean leads(GatewayReading.Gateway gateway, RolloutDocument rollout) {
    return gateway.routes().stream().anyMatch(route -> route.rollout().equals(rollout.id().name()));
  }

  private static void refuseUnclear(
      RunPlan plan, GatewayReading.Gateway gateway, List<RolloutDocument> chosen) {
    if (chosen.size() > 1 && !plan.targets().none()) {
      throw new Refusal(
          "--stable and --canary are about one rollout, and the Gateway routes %d: add Backends, or choose one with --name: %s"
              .formatted(chosen.size(), names(chosen)));
    }
    for (RolloutDocument rollout : chosen) {
      if (!gateway.routes().isEmpty() && !leads(gateway, rollout)) {
        throw new Refusal(
            "no route of the Gateway leads to rollout %s; add one, or leave all routes out"
                .formatted(rollout.id().name()));
      }
    }
  }

  /// Where users find the rollout.
  List<Place> places() {
    List<Place> places =
        gateway.routes().stream()
            .filter(route -> route.rollout().equals(rollout.id().name()))
            .map(GatewayReading.Route::place)
            .toList();
    return places.isEmpty() ? List.of(Place.ANYWHERE) : places;
  }

  /// The release between these two backends.
  Release release(BackendChoice between) {
    return new Release(
        rollout.id(),
        rollout.spec(),
        between.stable().revision(),
        between.canary().revision(),
        templates,
        rollout.content().map());
  }

  private static boolean reachable(TemplateDocument template, RolloutDocument rollout) {
    return template.template().ref().scope() == TemplateRef.Scope.CLUSTER
        || template.namespace().equals(rollout.id().namespace());
  }

  private static void accept(List<Problem> problems, List<Problem> more) {
    problems.addAll(more);
    List<Problem> errors = problems.stream().filter(Problem::error).toList();
    if (!errors.isEmpty()) {
      throw new Refusal(
          errors.stream()
              .map(Review::line)
              .collect(
                  Collectors.joining(
                      "\n",
                      "nothing was started, because the manifests have "
                          + errors.size()
                          + (errors.size() == 1 ? " error:\n" : " errors:\n"),
                      "")));
    }
  }

  private static RolloutDocument choose(List<RolloutDocument> rollouts, String name) {
    List<RolloutDocument> named =
        rollouts.stream()
            .filter(
                r -> name.isEmpty() || r.id().name().equals(name) || r.id().toString().equals(name))
            .toList();
    String all = names(rollouts);
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (rollouts.isEmpty()) {
      throw new Refusal(NO_ROLLOUT);
    }
    throw new Refusal(
        named.isEmpty()
            ? "the manifests hold no rollout '" + name + "'; they hold: " + all
            : "the manifests hold several rollouts; choose one with --name, or add a Gateway with a"
                + " route to each: "
                + all);
  }

  private static String names(List<RolloutDocument> rollouts) {
    return rollouts.stream().map(r -> r.id().name()).collect(Collectors.joining(", "));
  }
}
