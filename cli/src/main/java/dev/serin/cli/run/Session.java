package dev.serin.cli.run;

import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Frame;
import dev.serin.cli.view.Place;
import dev.serin.cli.view.Side;
import dev.serin.cli.view.Story;
import dev.serin.cli.view.View;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Loop;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.Command;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.server.router.Carrier;
import dev.serin.server.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of a rollout from its first look to its end.
final class Session {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration REMINDER = Duration.ofMinutes(1);
  private static final Duration HEALTH = Duration.ofSeconds(5);

  private final Release release;
  private final RolloutStore store;
  private final Site site;
  private final Terms terms;
  private volatile @Nullable View view;
  private Story story = Story.BLANK;
  private volatile boolean leaving;
  private volatile boolean asked;
  private volatile boolean unheard;
  private boolean broken;
  private String trouble = "";
  private Instant quietUntil = Instant.EPOCH;
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
      if (leaving || late(site.timeline().instant())) {
        unheard = leaving;
        break;
      }
      site.timeline().await(site.timeline().instant().plusSeconds(1));
    }
    Frame frame = last;
    Ending ending = unheard || frame == null ? cut(frame) : Ending.of(frame);
    if (ending.result() == Ending.Result.UNDECIDED && frame != null) {
      shown.end(frame, ending);
    }
    return ending;
  }

  /// The end of a run whose store does not answer: who leaves can not abort by it, so stable gets
  /// everything, and nothing else is decided.
  private Ending cut(@Nullable Frame frame) {
    if (frame != null && frame.look().end() != null) {
      return Ending.of(frame);
    }
    String done = "traffic stays as it is";
    if (leaving) {
      Revision stable = trusted(frame);
      site.carriers().apply(release.id(), Routing.allTo(stable));
      done = stable + " gets everything";
    }
    return new Ending(
        Ending.Result.UNDECIDED,
        release.id().name()
            + ": undecided, because the state can not be written: "
            + done
            + "; what was stored stays, and --resume goes on from there");
  }

  private Revision trusted(@Nullable Frame frame) {
    if (frame != null) {
      return frame.look().decision().next().status().trusted();
    }
    return site.carriers().observe(release.id()) instanceof Live.Routed(var routing, _, _)
        ? routing.stable()
        : terms.place().from();
  }

  /// Asks the rollout for something, as a second terminal would.
  ///
  /// @return false when the store did not take it
  boolean request(Command command) {
    try {
      store.request(
          release.id(),
          command,
          System.getProperty("user.name", "someone"),
          site.timeline().instant());
      return true;
    } catch (StoreException e) {
      note("the command was not stored: " + e.getMessage());
      return false;
    } finally {
      site.timeline().wake();
    }
  }

  /// Takes the update back, if it is on its way, and ends the run.
  void leave() {
    leaving = true;
    if (last != null) {
      abort();
    }
    site.timeline().wake();
  }

  /// Asked once, and not before the first look: what was asked before an update began is not about
  /// it.
  private synchronized void abort() {
    Frame frame = last;
    if (asked || frame == null || frame.look().end() != null) {
      return;
    }
    asked = true;
    if (request(new Command.Abort("interrupted by a person"))) {
      note("aborting: stable gets everything; press Ctrl-C again to leave at once");
    } else {
      unheard = true;
    }
  }

  /// False when the store failed; what was stored before still holds.
  private boolean looked() throws InterruptedException {
    try {
      new Loop(site.engine(), site.timeline(), POLL).run(release, this::enough);
      return true;
    } catch (StoreException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(trouble)) {
        trouble = message;
        note("traffic stays as it is, and the store is tried again: " + message);
      }
      return false;
    }
  }

  private boolean enough(Look look) {
    trouble = "";
    picture(look);
    if (leaving) {
      abort();
    }
    if (look.end() != null) {
      return leaving || !terms.stay();
    }
    return unheard || late(look.at());
  }

  private boolean late(Instant now) {
    return terms.until() != null && !now.isBefore(terms.until());
  }

  /// Shows a look. What breaks here must not end the run: users are served by this process.
  private void picture(Look look) {
    try {
      story = story.after(look);
    } catch (RuntimeException e) {
      broke(e);
    }
    Frame frame =
        new Frame(terms.place(), story, look, site.carriers().observe(release.id()), sides());
    last = frame;
    tellOfTrouble(look.at());
    try {
      show(frame);
    } catch (RuntimeException e) {
      broke(e);
    }
  }

  private Map<Revision, Side> sides() {
    try {
      return Traffic.sides(carrier().signals(Traffic.WINDOW));
    } catch (RuntimeException e) {
      broke(e);
      return Map.of();
    }
  }

  /// What the router itself is troubled by, once a minute while it lasts.
  private void tellOfTrouble(Instant now) {
    String trouble = carrier().trouble().orElse("");
    if (trouble.isEmpty()) {
      quietUntil = Instant.EPOCH;
    } else if (!now.isBefore(quietUntil)) {
      quietUntil = now.plus(REMINDER);
      note(trouble);
    }
  }

  private void broke(RuntimeException e) {
    if (!broken) {
      broken = true;
      note("what is shown may be incomplete, and the rollout goes on: " + e);
    }
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
    while (!leaving && !checked() && site.timeline().instant().isBefore(deadline)) {
      site.timeline().await(site.timeline().instant().plusMillis(20));
    }
  }

  private boolean checked() {
    return carrier().checked(release.desired()) && carrier().checked(terms.place().from());
  }

  private Carrier carrier() {
    return site.carriers().of(release.id());
  }
}
