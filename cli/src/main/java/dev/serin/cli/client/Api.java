package dev.serin.cli.client;

import dev.serin.cli.console.Console;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a server can be asked for. Every method throws [Refusal] when the server refuses it, and
/// [ServerTrouble] when it does not do its part. Safe for many threads.
public final class Api implements AutoCloseable {
  private static final String MANIFESTS = "application/vnd.serin.manifests+json";
  private static final int PAGE = 200;

  private final Wire wire;
  private final Answers answers;

  /// The way to a server; nothing is asked yet.
  public Api(Target target, Console console) {
    this(new Wire(target, console.environment()), new Answers(target));
  }

  private Api(Wire wire, Answers answers) {
    this.wire = wire;
    this.answers = answers;
  }

  /// The same server, where no answer may take longer. It is closed with the other.
  public Api within(Duration longest) {
    return new Api(wire.within(longest), answers);
  }

  /// Which server it is.
  public Target target() {
    return wire.target();
  }

  /// The rollout that a word means: `name`, `namespace/name`, or nothing for the only one.
  ///
  /// @throws Refusal when it means none, or there are several
  public RolloutId named(String word) {
    if (word.isEmpty()) {
      return only();
    }
    int slash = word.indexOf('/');
    String namespace = slash < 0 ? target().namespace() : word.substring(0, slash);
    String name = word.substring(slash + 1);
    if (namespace.isEmpty() || name.isEmpty() || name.contains("/")) {
      throw new Refusal("'" + word + "' names no rollout; write NAME or NAMESPACE/NAME");
    }
    return new RolloutId(namespace, name);
  }

  private RolloutId only() {
    List<RolloutId> all =
        rollouts(Map.of("limit", "10")).parts("items").stream().map(Api::id).toList();
    if (all.size() == 1) {
      return all.getFirst();
    }
    throw new Refusal(
        all.isEmpty()
            ? "there is no rollout at " + target().named() + "; serin apply -f FILE brings one"
            : "name one of the rollouts at "
                + target().named()
                + ": "
                + list(all)
                + "; serin list shows all");
  }

  /// Which rollout an object is about.
  public static RolloutId id(Seen rollout) {
    return new RolloutId(rollout.text("namespace", "default"), rollout.text("name", "?"));
  }

  /// All that is known of a rollout.
  public Seen rollout(RolloutId id) {
    return found(id, find(id));
  }

  /// All that is known of a rollout; empty when there is none.
  public Optional<Seen> find(RolloutId id) {
    Reply reply = wire.send(at(id));
    return reply.status() == 404 ? Optional.empty() : Optional.of(answers.good(reply));
  }

  /// A rollout's manifest as it was applied, in YAML.
  public String manifest(RolloutId id) {
    Reply reply = wire.sendForText(at(id, "manifest").header("Accept", "application/yaml"));
    return answers.good(reply).tree().path("text").asText();
  }

  /// A page of the list of rollouts.
  ///
  /// @param query `namespace`, `phase`, `q`, `limit`, `after`
  public Seen rollouts(Map<String, String> query) {
    Call call = Call.get("rollouts");
    for (Map.Entry<String, String> field : query.entrySet()) {
      call = call.with(field.getKey(), field.getValue());
    }
    return answers.good(wire.send(call));
  }

  /// The whole list of rollouts, page by page.
  ///
  /// @param query `namespace`, `phase`, `q`
  public List<Seen> allRollouts(Map<String, String> query) {
    List<Seen> all = new ArrayList<>();
    String after = "";
    do {
      Map<String, String> more = new LinkedHashMap<>(query);
      more.put("limit", String.valueOf(PAGE));
      more.put("after", after);
      Seen page = rollouts(more);
      all.addAll(page.parts("items"));
      after = page.tree().path("next").asText("").replaceFirst("^null$", "");
    } while (!after.isEmpty());
    return all;
  }

  /// What happened to a rollout, oldest first.
  ///
  /// @param most how many of the newest
  public List<Seen> transitions(RolloutId id, int most) {
    Call call = at(id, "transitions").with("order", "desc").with("limit", String.valueOf(most));
    return found(id, call).parts("items").reversed();
  }

  /// What people asked of a rollout, oldest first.
  ///
  /// @param most how many of the newest
  public List<Seen> commands(RolloutId id, int most) {
    return found(id, at(id, "commands").with("limit", String.valueOf(most)))
        .parts("items")
        .reversed();
  }

  /// What else people did to a rollout by the server's audit trail, such as applying manifests,
  /// oldest first; nothing where the trail may not be seen.
  ///
  /// @param most how many of the newest entries are looked at
  public List<Seen> deeds(RolloutId id, int most) {
    Reply reply =
        wire.send(
            Call.get("audit")
                .with("namespace", id.namespace())
                .with("name", id.name())
                .with("limit", String.valueOf(most)));
    return reply.good()
        ? reply.body().parts("items").reversed().stream()
            .filter(deed -> List.of("apply", "delete").contains(deed.text("action")))
            .toList()
        : List.of();
  }

  /// What the comparisons of a rollout show.
  public Seen evidence(RolloutId id) {
    return found(id, at(id, "evidence"));
  }

  /// What users get just now.
  public Seen signals(RolloutId id) {
    return found(id, at(id, "signals").within(Duration.ofSeconds(5)));
  }

  /// Takes manifests in.
  ///
  /// @return what the server says of it: `changes` and `warnings`; or, when it did not take them,
  ///     `problems` or `reasons`
  public Applied apply(List<Source> files, String reason, boolean dryRun) {
    List<Map<String, String>> tree = files.stream().map(Api::file).toList();
    Call call =
        Call.post("manifests")
            .with("dryRun", dryRun ? "true" : "")
            .with("reason", reason)
            .json(MANIFESTS, Map.of("files", tree))
            .within(Duration.ofSeconds(60));
    Reply reply = wire.send(call);
    return switch (reply.status()) {
      case 409, 422 ->
          new Applied(
              reply.status() == 422 ? Applied.Kind.INVALID : Applied.Kind.REFUSED, reply.body());
      default -> new Applied(Applied.Kind.TAKEN, answers.good(reply));
    };
  }

  /// What came of handing in manifests.
  ///
  /// @param said the server's answer
  public record Applied(Kind kind, Seen said) {
    /// Whether they were taken.
    public enum Kind {
      /// All of them.
      TAKEN,
      /// None: they hold errors.
      INVALID,
      /// None: they can not be carried out here and now.
      REFUSED
    }
  }

  /// Takes a document out.
  ///
  /// @param kind as the server's paths write it: `rollouts`, `backends`, ...
  /// @param reason in the person's own words; may be empty
  /// @return why the server does not do it; empty when it is done
  public Optional<String> delete(String kind, RolloutId id, String reason) {
    Reply reply = wire.send(Call.delete(kind, id.namespace(), id.name()).with("reason", reason));
    if (reply.status() == 404 && kind.equals("rollouts")) {
      throw unknown(id);
    }
    if (reply.status() == 409) {
      return Optional.of(String.join("; ", ProblemText.lines(reply.body())));
    }
    answers.good(reply);
    return Optional.empty();
  }

  /// Asks a rollout for something, once.
  ///
  /// @param key names the asking: the same key asks only once, however often it is sent
  Reply command(RolloutId id, Map<String, String> order, String key) {
    return wire.send(
        at("POST", id, "commands").header("Idempotency-Key", key).json("application/json", order));
  }

  /// What came of asking.
  Reply command(RolloutId id, long number) {
    return wire.send(at(id, "commands", String.valueOf(number)));
  }

  /// Tells of a rollout for as long as somebody listens.
  ///
  /// @param after the number of the last transition that is known; empty for what comes from now on
  public EventStream events(RolloutId id, OptionalLong after) {
    return new EventStream(wire, answers, at(id, "events"), after);
  }

  /// Who the token is.
  public Seen session() {
    return answers.good(wire.send(Call.get("session")));
  }

  /// Makes a token; it is in the answer, and nowhere else.
  public Seen makeToken(Map<String, Object> wanted) {
    return answers.good(wire.send(Call.post("tokens").json("application/json", wanted)));
  }

  /// The tokens that there are, without what is secret in them.
  public Seen tokens() {
    return answers.good(wire.send(Call.get("tokens")));
  }

  /// Makes a token worthless.
  public void revokeToken(String id) {
    answers.good(wire.send(Call.delete("tokens", id)));
  }

  RuntimeException failure(RolloutId id, Reply reply) {
    return reply.status() == 404 ? unknown(id) : answers.failure(reply);
  }

  private Seen found(RolloutId id, Optional<Seen> rollout) {
    return rollout.orElseThrow(() -> unknown(id));
  }

  private Seen found(RolloutId id, Call call) {
    Reply reply = wire.send(call);
    if (reply.status() == 404) {
      throw unknown(id);
    }
    return answers.good(reply);
  }

  /// A name without its namespace is the usual slip; so say where the name is known.
  private Refusal unknown(RolloutId id) {
    List<RolloutId> same =
        rollouts(Map.of("q", id.name(), "limit", "20")).parts("items").stream()
            .map(Api::id)
            .filter(other -> other.name().equals(id.name()) && !other.equals(id))
            .toList();
    return new Refusal(
        "there is no rollout "
            + id
            + " at "
            + target().named()
            + (same.isEmpty() ? "; serin list shows all" : "; did you mean " + list(same) + "?"));
  }

  private static Call at(RolloutId id, String... below) {
    return at("GET", id, below);
  }

  private static Call at(String method, RolloutId id, String... below) {
    List<String> path = new ArrayList<>(List.of("rollouts", id.namespace(), id.name()));
    path.addAll(List.of(below));
    String[] whole = path.toArray(String[]::new);
    return method.equals("POST") ? Call.post(whole) : Call.get(whole);
  }

  private static Map<String, String> file(Source source) {
    return Map.of(
        "name", source.name(), "text", new String(source.bytes(), StandardCharsets.UTF_8));
  }

  private static String list(List<RolloutId> ids) {
    return ids.stream().map(RolloutId::toString).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    wire.close();
  }
}
