package dev.serin.cli.run;

import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Frame;
import dev.serin.cli.view.Place;
import dev.serin.cli.view.Story;
import dev.serin.cli.view.View;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Loop;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.engine.Workload.Health;
import dev.serin.core.rollout.Command;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One run of a rollout from its first look to its end.
final class Session {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration HEALTH = Duration.ofSeconds(5);

  private final Release release;
  private final RolloutStore store;
  private final Site site;
  private final Terms terms;
  private @Nullable View view;
  private Story story = Story.BLANK;
  private volatile boolean leaving;
  private volatile @Nullable Frame last;
  private Look.@Nullable End told;

  Session(Release release, RolloutStore store, Site site, Terms terms) {
    this.release = release;
    this.store = store;
    this.site = site;
    this.terms = terms;
  }

  /// How long a session goes on, and where it is.
  ///
  /// @param stay true to serve on after the end
  /// @param until when it ends undecided; null for never
  record Terms(Place place, boolean stay, @Nullable Instant until) {}

  /// Runs until the rollout has ended, or somebody leaves.
  Ending run(View shown) throws InterruptedException {
    view = shown;
    awaitHealth();
    while (!looked()) {
      site.timeline().await(site.timeline().instant().plusSeconds(1));
    }
    Ending ending = Ending.of(frame());
    if (ending.result() == Ending.Result.UNDECIDED) {
      shown.end(frame(), ending);
    }
    return ending;
  }

  /// The last moment that was shown.
  Frame frame() {
    Frame frame = last;
    if (frame == null) {
      throw new IllegalStateException("nothing was looked at yet");
    }
    return frame;
  }

  /// Asks the rollout for something, as a second terminal would.
  void request(Command command) {
    try {
      store.request(
          release.id(),
          command,
          System.getProperty("user.name", "someone"),
          site.timeline().instant());
      site.timeline().wake();
    } catch (StoreException e) {
      note("the command was not stored: " + e.getMessage());
    }
  }

  /// Takes the update back, if it is on its way, and ends the run.
  void leave() {
    Frame frame = last;
    boolean underWay = frame == null || frame.look().end() == null;
    if (underWay) {
      note("aborting: stable gets everything; press Ctrl-C again to leave at once");
      request(new Command.Abort("interrupted by a person"));
    }
    leaving = true;
    site.timeline().wake();
  }

  /// False when the store failed; what was stored before still holds.
  private boolean looked() throws InterruptedException {
    try {
      new Loop(site.engine(), site.timeline(), POLL).run(release, this::enough);
      return true;
    } catch (StoreException e) {
      note("traffic stays as it is, and the store is tried again: " + e.getMessage());
      return false;
    }
  }

  private boolean enough(Look look) {
    story = story.after(look);
    Frame frame =
        new Frame(
            terms.place(),
            story,
            look,
            site.gateway().observe(release.id()),
            Traffic.sides(site.gateway().signals(Traffic.WINDOW)));
    last = frame;
    show(frame);
    if (look.end() != null) {
      return leaving || !terms.stay();
    }
    return terms.until() != null && !look.at().isBefore(terms.until());
  }

  private void show(Frame frame) {
    View shown = view;
    if (shown == null) {
      return;
    }
    shown.show(frame);
    Look.End end = frame.look().end();
    if (end != null && end != told) {
      shown.end(frame, Ending.of(frame));
    }
    told = end;
  }

  private void note(String message) {
    View shown = view;
    if (shown != null) {
      shown.note(message);
    }
  }

  /// Lets the first health checks come in: a look before them would take every backend for dead.
  private void awaitHealth() throws InterruptedException {
    Instant deadline = site.timeline().instant().plus(HEALTH);
    while (!leaving && !healthy() && site.timeline().instant().isBefore(deadline)) {
      site.timeline().await(site.timeline().instant().plusMillis(20));
    }
  }

  private boolean healthy() {
    boolean canary =
        site.gateway().workload().health(release.desired()) instanceof Health.Available;
    boolean stable =
        site.gateway().workload().health(terms.place().from()) instanceof Health.Available;
    return canary && stable;
  }
}
