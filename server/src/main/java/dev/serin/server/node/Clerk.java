package dev.serin.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.Document;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import dev.serin.server.Refusal;
import dev.serin.server.manifest.Kept;
import dev.serin.server.manifest.Reader;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Deleted;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes documents in and out, as a whole or not at all.
final class Clerk {
  /// How often it tries when somebody else changes documents in between.
  static final int ATTEMPTS = 20;

  /// What files alone can not tell, because what they refer to may be stored. It is seen when the
  /// rollouts are put together.
  private static final Set<String> ELSEWHERE =
      Set.of("missing-service", "missing-template", "missing-rollout");

  private static final JsonMapper JSON = new JsonMapper();

  private final Store store;
  private final Catalog catalog;
  private final Secrets secrets;
  private final Ends ends;
  private final Readings readings = new Readings();

  Clerk(Store store, Outside outside) {
    this.store = store;
    this.catalog = new Catalog(store);
    this.secrets = outside.secrets();
    this.ends = new Ends(outside.reach().ofUsers());
  }

  Applied apply(List<Source> sources, Author by, boolean dryRun) {
    List<Problem> problems =
        Reader.problems(sources).stream()
            .filter(problem -> !ELSEWHERE.contains(problem.id()))
            .toList();
    if (problems.stream().anyMatch(Problem::error)) {
      return new Applied.Invalid(problems);
    }
    Manifests manifests = Reader.read(sources);
    List<String> shut = ends.problems(manifests);
    if (!shut.isEmpty()) {
      return new Applied.Refused(shut);
    }
    Map<DocumentId, String> contents = contents(manifests);
    if (contents.isEmpty()) {
      return new Applied.Refused(
          List.of(
              "the manifests hold nothing that Serin keeps; it keeps Rollouts, Backends,"
                  + " AnalysisTemplates, ClusterAnalysisTemplates and Gateways"));
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long seen = catalog.number();
      Intake intake = new Intake(contents);
      List<String> why = intake.check();
      if (!why.isEmpty()) {
        return new Applied.Refused(why);
      }
      if (dryRun
          || intake.change(by).put().isEmpty()
          || catalog.write(intake.change(by), seen).isPresent()) {
        return new Applied.Done(intake.changes, intake.about(), intake.resting(), problems);
      }
    }
    throw busy();
  }

  static StoreException busy() {
    return new StoreException(
        "the documents are changed by somebody else all the time: try again", null);
  }

  private static Map<DocumentId, String> contents(Manifests manifests) {
    Map<DocumentId, String> contents = new LinkedHashMap<>();
    for (Document document : manifests.documents()) {
      Kept.id(document).ifPresent(id -> contents.put(id, json(document.content().map())));
    }
    return contents;
  }

  private static String json(Map<String, Object> content) {
    try {
      return JSON.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can not be written as JSON: " + content, e);
    }
  }

  private static boolean same(String one, String other) {
    try {
      return JSON.readTree(one).equals(JSON.readTree(other));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /// Contents on their way into the catalog.
  private final class Intake {
    private final Map<DocumentId, String> contents;
    private final Shelf before = Shelf.stored(catalog, readings);
    private final Shelf after;
    private final List<Applied.Change> changes = new ArrayList<>();
    private final List<Catalog.Put> put = new ArrayList<>();
    private final List<Catalog.Aim> aims = new ArrayList<>();

    Intake(Map<DocumentId, String> contents) {
      this.contents = contents;
      this.after = new Shelf(catalog, contents, readings);
    }

    /// Why they can not be carried out; empty when they can.
    List<String> check() {
      contents.forEach(this::compare);
      List<String> why = new ArrayList<>();
      List<Draft> drafts = new ArrayList<>();
      for (RolloutId id : rollouts(put.stream().map(Catalog.Put::key).toList())) {
        try {
          Draft draft = Draft.of(id, after).orElseThrow();
          aims.add(aim(id, draft));
          drafts.add(draft);
        } catch (Refusal refused) {
          why.add(id + ": " + refused.getMessage());
        }
      }
      why.addAll(Neighbours.conflicts(drafts, catalog, after));
      return why;
    }

    private void compare(DocumentId id, String content) {
      Optional<Catalog.Entry> stored = catalog.find(id);
      Applied.What what =
          stored.isEmpty()
              ? Applied.What.CREATED
              : same(String.valueOf(stored.get().content()), content)
                  ? Applied.What.UNCHANGED
                  : Applied.What.CONFIGURED;
      changes.add(new Applied.Change(id, what));
      if (what != Applied.What.UNCHANGED) {
        put.add(new Catalog.Put(id, content));
      }
    }

    /// The rollouts among documents, and those that rest upon one of them.
    private Set<RolloutId> rollouts(Collection<DocumentId> documents) {
      Set<RolloutId> all = new HashSet<>();
      List<DocumentId> keys = new ArrayList<>(documents);
      documents.stream()
          .filter(id -> id.kind().equals(DocumentId.GATEWAY))
          .forEach(id -> keys.add(Neighbours.any(id.namespace())));
      documents.stream()
          .filter(id -> id.kind().equals(DocumentId.ROLLOUT))
          .forEach(id -> all.add(new RolloutId(id.namespace(), id.name())));
      all.addAll(catalog.users(keys));
      return all;
    }

    private Catalog.Aim aim(RolloutId id, Draft draft) {
      Optional<Stored> stored = store.find(id);
      Revision trusted =
          stored.map(s -> s.status().trusted()).orElse(draft.written().stable().revision());
      Revision desired = desired(id, draft, trusted);
      var hosting = draft.hosting(trusted, desired, secrets);
      return new Catalog.Aim(
          id,
          draft.uses(),
          new Wanted(desired.hash()).json(),
          Glances.FIRST.word(),
          Glances.json(Glances.first(hosting)));
    }

    /// A new version on the backend that is not stable is wanted; else what was wanted before.
    private Revision desired(RolloutId id, Draft draft, Revision trusted) {
      Revision other = draft.other(trusted);
      Optional<Revision> wanted =
          store.findPlan(id).flatMap(Wanted::parse).map(w -> new Revision(w.desired()));
      boolean fresh = wanted.isEmpty() || !otherBefore(id, trusted).equals(Optional.of(other));
      if (fresh) {
        return other;
      }
      return draft.runs(wanted.get()) ? wanted.get() : trusted;
    }

    private Optional<Revision> otherBefore(RolloutId id, Revision trusted) {
      try {
        return Draft.of(id, before).map(draft -> draft.other(trusted));
      } catch (Refusal _) {
        return Optional.empty();
      }
    }

    List<RolloutId> about() {
      return aims.stream()
          .map(Catalog.Aim::id)
          .sorted(Comparator.comparing(RolloutId::toString))
          .toList();
    }

    List<RolloutId> resting() {
      return rollouts(contents.keySet()).stream()
          .sorted(Comparator.comparing(RolloutId::toString))
          .toList();
    }

    Catalog.Change change(Author by) {
      return new Catalog.Change(put, List.of(), aims, by.name());
    }
  }

  Deleted delete(DocumentId id, Author by) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long seen = catalog.number();
      if (catalog.find(id).isEmpty()) {
        return new Deleted.Unknown();
      }
      Optional<String> needed = needed(id);
      if (needed.isPresent()) {
        return new Deleted.Refused(needed.get());
      }
      var change = new Catalog.Change(List.of(), List.of(id), List.of(), by.name());
      if (catalog.write(change, seen).isPresent()) {
        return new Deleted.Done();
      }
    }
    throw busy();
  }

  private Optional<String> needed(DocumentId id) {
    if (id.kind().equals(DocumentId.ROLLOUT)) {
      RolloutId rollout = new RolloutId(id.namespace(), id.name());
      return store
          .find(rollout)
          .filter(stored -> stored.status().updating())
          .map(
              stored ->
                  rollout
                      + " is on its way to "
                      + stored.status().current()
                      + ": promote or abort it first");
    }
    Set<RolloutId> users = catalog.users(List.of(id));
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(
            id
                + " is needed by rollout "
                + String.join(", ", users.stream().map(RolloutId::toString).sorted().toList())
                + ": delete that first, or let it name another");
  }

  /// Wants a revision again that was stable before, and keeps what came of it.
  ///
  /// @param revision null for the last one before the present one
  /// @return the number of what was asked; empty when somebody else changed something meanwhile
  OptionalLong undo(RolloutId id, @Nullable String revision, Catalog.Asking asking) {
    long seen = catalog.number();
    return catalog.undo(id, undo(id, revision), asking, seen);
  }

  private Catalog.Undo undo(RolloutId id, @Nullable String revision) {
    String asked = revision == null ? "" : revision;
    Optional<Stored> stored = store.find(id);
    if (stored.isEmpty()) {
      return refused(asked, "it has not begun: there is nothing to go back to");
    }
    Revision trusted = stored.get().status().trusted();
    Optional<Draft> draft = Draft.of(id, Shelf.stored(catalog, readings));
    Revision target = draft.map(d -> d.other(trusted)).orElse(trusted);
    return problem(id, trusted, target, revision)
        .map(wrong -> refused(asked, wrong))
        .orElseGet(
            () ->
                new Catalog.Undo(
                    asked,
                    new Wanted(target.hash()).json(),
                    new Answer.Done("goes back to " + target + ", step by step")));
  }

  private static Catalog.Undo refused(String asked, String why) {
    return new Catalog.Undo(asked, null, new Answer.Refused(why));
  }

  private Optional<String> problem(
      RolloutId id, Revision trusted, Revision target, @Nullable String asked) {
    boolean served =
        store.history(id).stream().anyMatch(line -> target.equals(line.status().stable()));
    if (asked != null && asked.equals(trusted.hash())) {
      return Optional.of(asked + " is the stable revision already");
    }
    if (asked != null && !asked.equals(target.hash())) {
      return Optional.of(
          "no Backend runs revision %s; the Backends run %s and %s: apply one that runs it"
              .formatted(asked, trusted, target));
    }
    return served
        ? Optional.empty()
        : Optional.of(
            "%s, which the other Backend runs, was never stable: there is nothing to go back to"
                .formatted(target));
  }
}
