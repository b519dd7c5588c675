package dev.serin.core.engine;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A store that forgets everything with its process, for tests of what stands on a store.
public final class MemoryStore implements RolloutStore {
  private final Map<RolloutId, Stored> rollouts = new HashMap<>();
  private final Map<RolloutId, List<Transition>> transitions = new HashMap<>();
  private final TreeMap<Long, Asked> requests = new TreeMap<>();
  private final Map<Long, Command.Answer> answers = new HashMap<>();

  private record Asked(RolloutId id, Request request) {}

  @Override
  public synchronized Optional<Stored> find(RolloutId id) {
    return Optional.ofNullable(rollouts.get(id));
  }

  @Override
  public synchronized Saved save(RolloutId id, Change change) {
    long version = find(id).map(Stored::version).orElse(0L);
    if (version != change.expected()) {
      return new Saved.Conflict();
    }
    rollouts.put(id, new Stored(change.status(), change.runs(), version + 1));
    transitions.computeIfAbsent(id, _ -> new ArrayList<>()).addAll(change.transitions());
    change.replies().stream()
        .filter(r -> requests.containsKey(r.request()) && requests.get(r.request()).id().equals(id))
        .forEach(r -> answers.putIfAbsent(r.request(), r.answer()));
    return new Saved.Done(version + 1);
  }

  @Override
  public synchronized long request(RolloutId id, Command command, String by, Instant at) {
    return request(id, new Request(0, command, by, at));
  }

  /// Adds a request as it is, but for its number.
  synchronized long request(RolloutId id, Request asked) {
    long number = requests.size() + 1L;
    requests.put(
        number,
        new Asked(id, new Request(number, asked.command(), asked.by(), asked.at(), asked.place())));
    return number;
  }

  @Override
  public synchronized List<Request> requests(RolloutId id) {
    return requests.values().stream()
        .filter(a -> a.id().equals(id) && !answers.containsKey(a.request().number()))
        .map(Asked::request)
        .toList();
  }

  @Override
  public synchronized Optional<Command.Answer> answer(long request) {
    return Optional.ofNullable(answers.get(request));
  }

  @Override
  public synchronized List<Transition> transitions(RolloutId id) {
    return List.copyOf(transitions.getOrDefault(id, List.of()));
  }
}
