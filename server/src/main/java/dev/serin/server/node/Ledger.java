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
import dev.serin.server.store.Store;
import dev.serin.server.store.Summaries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What each node can answer of all rollouts, because it stands in the store.
final class Ledger {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final JsonMapper JSON = new JsonMapper();

  private final Store store;
  private final Catalog catalog;
  private final Summaries summaries;
  private final Clerk clerk;

  Ledger(Store store, Outside outside) {
    this.store = store;
    this.catalog = new Catalog(store);
    this.summaries = new Summaries(store);
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
    Optional<Summaries.Glance> glance = summaries.find(id);
    if (glance.isEmpty()) {
      return new Asked.Unknown();
    }
    if (ask.version().isPresent() && ask.version().getAsLong() != glance.get().version()) {
      return new Asked.Outdated(glance.get().version());
    }
    return switch (ask.wish()) {
      case Ask.Wish.Undo(var revision) -> new Asked.Answered(clerk.undo(id, revision));
      case Ask.Wish.Order(var command) ->
          new Asked.Stored(
              catalog.ask(
                  id, command, ask.by().name(), new Catalog.Asking(ask.by().why(), ask.key())));
    };
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
