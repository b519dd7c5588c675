package dev.serin.cli.client.show;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Event;
import dev.serin.cli.client.EventStream;
import dev.serin.cli.client.Seen;
import dev.serin.cli.client.ServerTrouble;
import dev.serin.core.rollout.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/// Follows a rollout of a server and shows it, until it is deleted or nobody looks any more.
public final class Watching {
  private static final int LOG = 20;
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration SIGNALS = Duration.ofSeconds(2);

  private final Api api;
  private final RolloutId id;
  private final BooleanSupplier over;
  private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();
  private Instant nextSignals = Instant.EPOCH;
  private boolean withSignals;

  /// @param over becomes true when nobody looks any more
  public Watching(Api api, RolloutId id, BooleanSupplier over) {
    this.api = api;
    this.id = id;
    this.over = over;
  }

  /// With what users get just now, asked for every 2 s.
  public Watching withSignals() {
    withSignals = true;
    return this;
  }

  /// Something to be shown beside the rollout; from any thread.
  public void say(String note) {
    notes.add(note);
  }

  /// Shows the rollout until the end.
  ///
  /// @throws InterruptedException when this thread is
  public void show(Sight sight) throws InterruptedException {
    Seen rollout = api.rollout(id);
    List<Seen> log = api.transitions(id, LOG);
    log.forEach(sight::transition);
    sight.rollout(rollout);
    OptionalLong newest = log.stream().mapToLong(transition -> transition.count("number")).max();
    try (EventStream events = api.events(id, newest)) {
      boolean goesOn = true;
      while (goesOn && !over.getAsBoolean()) {
        Optional<Event> event = events.next(TURN);
        goesOn = event.isEmpty() || take(event.get(), sight);
        tellNotes(sight);
        if (event.isEmpty()) {
          askSignals(sight);
        }
      }
    }
  }

  /// @return false when there is nothing more to come
  private boolean take(Event event, Sight sight) {
    switch (event) {
      case Event.Opened _ -> {
        return refreshed(sight);
      }
      case Event.Told(var name, var data) -> {
        switch (name) {
          case "rollout" -> sight.rollout(data);
          case "transition" -> sight.transition(data);
          case "deleted" -> {
            sight.note(id + " was deleted");
            return false;
          }
          default -> {
            // An event of a later time.
          }
        }
      }
      case Event.Lost(var why) -> sight.note(why + "; trying again");
      case Event.Refused(var why) -> throw why.get();
    }
    return true;
  }

  /// What happened while nobody listened is asked for.
  private boolean refreshed(Sight sight) {
    try {
      Optional<Seen> rollout = api.find(id);
      sight.note(rollout.isPresent() ? "" : id + " was deleted");
      rollout.ifPresent(sight::rollout);
      return rollout.isPresent();
    } catch (ServerTrouble trouble) {
      sight.note(String.valueOf(trouble.getMessage()));
      return true;
    }
  }

  private void tellNotes(Sight sight) {
    for (String note = notes.poll(); note != null; note = notes.poll()) {
      sight.note(note);
    }
  }

  private void askSignals(Sight sight) {
    if (!withSignals || Instant.now().isBefore(nextSignals)) {
      return;
    }
    nextSignals = Instant.now().plus(SIGNALS);
    try {
      sight.signals(api.signals(id));
    } catch (ServerTrouble _) {
      // The event stream tells of a server that is away.
    }
  }
}
