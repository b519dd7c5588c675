package dev.serin.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Ask;
import dev.serin.server.rollouts.Asked;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Deleted;
import dev.serin.server.rollouts.Document;
import dev.serin.server.rollouts.Filter;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Page;
import dev.serin.server.rollouts.Rollouts.Member;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import dev.serin.server.store.Summaries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What each node can answer of all rollouts, because it stands in the store.
final class Ledger {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final JsonMapper JSON = new JsonMapper();

  private final Store store;
  private final Catalog catalog;
  private final Summaries summaries;
  private final Log log;
  private final Clerk clerk;

  Ledger(Store store, Outside outside) {
    this.store = store;
    this.catalog = new Catalog(store);
    this.summaries = new Summaries(store);
    this.log = new Log(store);
    this.clerk = new Clerk(store, outside);
  }

  Applied apply(List<Source> manifests, Author by, boolean dryRun) {
    return clerk.apply(manifests, by, dryRun);
  }

  Deleted delete(DocumentId document, Author by) {
    return clerk.delete(document, by);
  }

  Optional<Overview> find(RolloutId id) {
    return summaries
        .find(id)
        .map(
            glance -> {
              Optional<Stored> stored = store.find(id);
              return new Overview(
                  id,
                  Glances.told(glance.document(), glance.plan()),
                  stored.map(Stored::status).orElse(null),
                  stored.map(Stored::runs).orElse(List.of()),
                  glance.node(),
                  stored.map(Stored::version).orElse(0L),
                  glance.updatedAt());
            });
  }

  Page list(Filter filter) {
    Phase phase = filter.phase();
    List<Summaries.Glance> found =
        summaries.list(
            new Summaries.Wanted(
                filter.namespaces(),
                phase == null ? null : phase.word(),
                filter.text(),
                filter.after(),
                filter.limit() + 1));
    boolean more = found.size() > filter.limit();
    List<Page.Item> items =
        found.stream()
            .limit(filter.limit())
            .map(
                glance ->
                    new Page.Item(
                        glance.id(),
                        Glances.told(glance.document(), glance.plan()),
                        glance.version(),
                        glance.updatedAt()))
            .filter(item -> phase == null || item.summary().phase() == phase)
            .toList();
    return new Page(items, more ? found.get(filter.limit() - 1).id() : null);
  }

  Asked ask(RolloutId id, Ask ask) {
    for (int attempt = 0; attempt < Clerk.ATTEMPTS; attempt++) {
      Optional<Asked> asked = tryAsk(id, ask);
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    throw Clerk.busy();
  }

  /// What came of it; empty when somebody else changed something meanwhile. Who comes again is told
  /// the same as the first time, wherever the rollout is by then.
  private Optional<Asked> tryAsk(RolloutId id, Ask ask) {
    if (summaries.find(id).isEmpty()) {
      return Optional.of(new Asked.Unknown());
    }
    Optional<Log.Asking> earlier =
        Optional.ofNullable(ask.key()).flatMap(key -> log.keyed(id, key));
    if (earlier.isPresent()) {
      return Optional.of(again(ask, earlier.get()));
    }
    String place = null;
    if (ask.version().isPresent()) {
      Optional<Stored> stored = store.find(id);
      long version = stored.map(Stored::version).orElse(0L);
      if (version != ask.version().getAsLong()) {
        return Optional.of(new Asked.Outdated(version));
      }
      place = stored.map(it -> it.status().place()).orElse("");
    }
    var asking = new Catalog.Asking(ask.by().name(), ask.by().why(), ask.key(), place);
    OptionalLong number =
        switch (ask.wish()) {
          case Ask.Wish.Undo(var revision) -> clerk.undo(id, revision, asking);
          case Ask.Wish.Order(var command) -> catalog.ask(id, command, asking);
        };
    return number.isPresent()
        ? Optional.of(new Asked.Stored(number.getAsLong()))
        : Optional.empty();
  }

  private static Asked again(Ask ask, Log.Asking earlier) {
    boolean same =
        switch (ask.wish()) {
          case Ask.Wish.Undo(var revision) ->
              Objects.requireNonNullElse(revision, "").equals(earlier.undo());
          case Ask.Wish.Order(var command) -> command.equals(earlier.command());
        };
    return same && ask.by().why().equals(earlier.why())
        ? new Asked.Stored(earlier.number())
        : new Asked.Reused(earlier.number());
  }

  Optional<Answer> answer(long number, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    Optional<Answer> answer = store.answer(number);
    while (answer.isEmpty() && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      answer = store.answer(number);
    }
    return answer;
  }

  List<Document> documents(String kind, @Nullable String namespace) {
    return catalog.list(kind, namespace).stream().map(Ledger::document).toList();
  }

  Optional<Document> document(DocumentId id) {
    return catalog.find(id).map(Ledger::document);
  }

  private static Document document(Catalog.Entry entry) {
    try {
      Map<String, Object> content =
          JSON.readValue(String.valueOf(entry.content()), new TypeReference<>() {});
      return new Document(entry.key(), content, entry.by(), entry.at());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored " + entry.key() + " can not be read", e);
    }
  }

  List<Member> members() {
    return summaries.shares().stream()
        .map(share -> new Member(share.node(), share.rollouts()))
        .toList();
  }
}
