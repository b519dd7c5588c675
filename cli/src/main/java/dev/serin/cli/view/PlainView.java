package dev.serin.cli.view;

import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One line for each change, and a sign of life every 30 seconds: for logs and pipes.
public final class PlainView implements View {
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  private static final Duration WORTH_A_LINE = Duration.ofSeconds(1);

  private final PrintWriter out;
  private final String prefix;
  private @Nullable Instant lastLine;
  private String waitsFor = "";
  private @Nullable Instant waitsSince;

  /// A view that writes to `out`.
  public PlainView(PrintWriter out) {
    this(out, "");
  }

  /// A view that writes to `out` beside others.
  ///
  /// @param prefix of each line
  public PlainView(PrintWriter out, String prefix) {
    this.out = out;
    this.prefix = prefix;
  }

  @Override
  public synchronized void show(Frame frame) {
    Instant now = frame.look().at();
    for (Transition transition : Story.news(frame.look())) {
      say(transition.at(), transition.message());
      lastLine = now;
    }
    sayWait(frame.look().decision().waiting(), now);
    if (lastLine == null || !now.isBefore(lastLine.plus(HEARTBEAT))) {
      say(now, status(frame));
      lastLine = now;
    }
  }

  /// Waits that are over at once are not worth a line.
  private void sayWait(Decision.Wait wait, Instant now) {
    if (!wait.what().equals(waitsFor)) {
      waitsFor = wait.what();
      waitsSince = now;
    }
    Instant since = waitsSince;
    boolean lasts = since != null && !now.isBefore(since.plus(WORTH_A_LINE));
    if (lasts && !waitsFor.isEmpty()) {
      say(now, "waits for " + waitsFor + left(wait, now));
      waitsSince = null;
      lastLine = now;
    }
  }

  @Override
  public synchronized void note(String message) {
    out.println(prefix + Words.plain(message));
    out.flush();
  }

  @Override
  public synchronized void end(Frame last, Ending ending) {
    say(last.look().at(), ending.sentence());
  }

  @Override
  public void close() {
    out.flush();
  }

  /// Where the rollout is in one line.
  static String status(Frame frame) {
    Revision from = frame.place().from();
    Revision to = frame.place().to();
    return frame.look().decision().standing().phase().word()
        + step(frame.story())
        + ", weight "
        + frame.effective()
        + "; "
        + served(from, frame.side(from))
        + "; "
        + served(to, frame.side(to));
  }

  private static String step(Story story) {
    int steps = story.rungs().size();
    boolean on = story.at() >= 0 && story.at() < steps;
    return on
        ? ", step " + (story.at() + 1) + "/" + steps + " " + story.rungs().get(story.at()).text()
        : "";
  }

  private static String served(Revision revision, Side side) {
    return revision
        + " "
        + Figures.rate(side.requestsPerSecond())
        + " req/s, errors "
        + Figures.share(side.errorShare())
        + ", p99 "
        + Figures.latency(side.p99());
  }

  private static String left(Decision.Wait wait, Instant now) {
    return wait.until() == null
        ? ""
        : " (" + Figures.left(Duration.between(now, wait.until())) + " left)";
  }

  private void say(Instant at, String message) {
    out.println(prefix + at.truncatedTo(ChronoUnit.SECONDS) + " " + Words.plain(message));
    out.flush();
  }
}
