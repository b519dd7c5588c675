package dev.serin.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.cli.client.Api.Applied;
import dev.serin.cli.client.Settling.Progress;
import dev.serin.cli.client.Settling.Seeing;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.manifest.ManifestFiles;
import dev.serin.cli.manifest.Review;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Hands manifests to a server, and waits for what becomes of their rollouts.
public final class Applying {
  private static final JsonMapper JSON = new JsonMapper();

  private final Api api;
  private final Settling settling;

  /// @param progress is told of what changes while a rollout is waited for
  public Applying(Api api, Progress progress) {
    this.api = api;
    this.settling = new Settling(api, progress);
  }

  /// What a command line names.
  ///
  /// @param problems what could not be read, one line each
  public record Files(List<Source> sources, List<String> problems) {
    /// Copies its lists.
    public Files {
      sources = List.copyOf(sources);
      problems = List.copyOf(problems);
    }
  }

  /// Reads files, folders, and `-` for the standard input.
  ///
  /// @throws Refusal when nothing is named
  public static Files read(List<String> names, InputStream in) {
    if (names.isEmpty()) {
      throw new Refusal(
          "no manifest is named; write serin apply -f FILE, or -f - for the standard input");
    }
    List<Path> paths = names.stream().filter(name -> !name.equals("-")).map(Path::of).toList();
    ManifestFiles files = ManifestFiles.read(paths);
    List<Source> sources = new ArrayList<>(files.sources());
    if (names.contains("-")) {
      sources.add(standardInput(in));
    }
    return new Files(sources, files.problems().stream().map(Review::line).toList());
  }

  private static Source standardInput(InputStream in) {
    try {
      return Source.of("(standard input)", in.readAllBytes());
    } catch (IOException e) {
      throw new Refusal("the standard input can not be read: " + e.getMessage());
    }
  }

  /// Hands them in.
  public Result apply(List<Source> sources, String reason, boolean dryRun) {
    return new Result(api.target(), api.apply(sources, reason, dryRun), dryRun, List.of());
  }

  /// Waits for the rollouts of a result.
  ///
  /// @param patience for all of them together
  public Result await(Result result, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    List<Seeing> ends = new ArrayList<>();
    for (RolloutId rollout : result.rollouts()) {
      ends.add(settling.await(rollout, Settling.left(deadline)));
    }
    return new Result(result.target(), result.applied(), result.dryRun(), ends);
  }

  /// What came of it.
  ///
  /// @param ends of the rollouts that were waited for
  public record Result(Target target, Applied applied, boolean dryRun, List<Seeing> ends) {
    /// Copies its list.
    public Result {
      ends = List.copyOf(ends);
    }

    /// The rollouts that rest upon what is in the files.
    public List<RolloutId> rollouts() {
      return applied.said().parts("rollouts").stream().map(Api::id).toList();
    }

    /// Those of them that the files do not hold themselves.
    private List<RolloutId> others() {
      List<RolloutId> held =
          applied.said().parts("changes").stream()
              .filter(change -> change.text("kind").equals("Rollout"))
              .map(Api::id)
              .toList();
      return rollouts().stream().filter(id -> !held.contains(id)).toList();
    }

    /// What is wrong with the manifests, or unwise in them; hints are left to `lint`.
    public List<String> complaints() {
      return applied.kind() == Applied.Kind.TAKEN
          ? applied.said().parts("warnings").stream()
              .filter(problem -> !problem.text("severity").equals("info"))
              .map(ProblemText::line)
              .toList()
          : ProblemText.lines(applied.said());
    }

    /// For people: what changed; or how the rollouts that were waited for ended.
    public List<String> lines() {
      return switch (applied.kind()) {
        case INVALID -> List.of("nothing was applied: mend the errors first");
        case REFUSED -> List.of("nothing was applied at " + target.named());
        case TAKEN -> ends.isEmpty() ? changes() : ends.stream().map(Result::ended).toList();
      };
    }

    private List<String> changes() {
      return Stream.concat(
              applied.said().parts("changes").stream().map(this::change),
              others().stream().map(id -> "Rollout " + id + " rests upon this"))
          .toList();
    }

    private String change(Seen change) {
      String namespace = change.text("namespace");
      return change.text("kind")
          + " "
          + (namespace.isEmpty() ? "" : namespace + "/")
          + change.text("name")
          + " "
          + change.text("change")
          + " at "
          + target.named()
          + (dryRun ? " (dry run: nothing was changed)" : "");
    }

    private static String ended(Seeing seeing) {
      String id = Api.id(seeing.rollout()).toString();
      return switch (seeing.end()) {
        case HEALTHY -> id + " is Healthy with " + seeing.rollout().text("desired");
        case DEGRADED -> id + " is Degraded; serin explain " + id + " tells why";
        case UNDECIDED -> id + " is not there yet; serin watch " + id + " shows it";
      };
    }

    /// For scripts: the server's answer with `server` and `dryRun`; its `rollouts` are told of as a
    /// whole when they were waited for.
    public JsonNode tree() {
      ObjectNode tree = JSON.createObjectNode();
      tree.put("server", target.address().toString());
      tree.put("dryRun", dryRun);
      if (applied.said().tree() instanceof ObjectNode said) {
        tree.setAll(said);
      }
      if (!ends.isEmpty()) {
        ArrayNode rollouts = tree.putArray("rollouts");
        ends.forEach(seeing -> rollouts.add(seeing.rollout().tree()));
      }
      return tree;
    }

    /// What the command exits with.
    public int exitCode() {
      return switch (applied.kind()) {
        case INVALID -> ExitCode.WRONG;
        case REFUSED -> ExitCode.REFUSED;
        case TAKEN ->
            ends.stream().mapToInt(seeing -> seeing.end().exitCode()).max().orElse(ExitCode.DONE);
      };
    }
  }
}
