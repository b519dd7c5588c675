package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Canvas;
import dev.serin.cli.view.Words;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;

/// The live picture on the terminal of this process; keys act on the rollout.
public final class LiveSight implements Sight {
  private static final int KEPT = 50;

  private final Moment moment;
  private final Canvas canvas;

  private LiveSight(Moment moment, Canvas canvas) {
    this.moment = moment;
    this.canvas = canvas;
  }

  /// What a person can ask for at the keyboard.
  ///
  /// @param command takes what keys stand for, as the server calls it
  /// @param end called for Ctrl-C and for q
  public record Asked(Consumer<String> command, Runnable end) {}

  /// Takes the terminal of this process until [#close].
  ///
  /// @throws IOException when there is no terminal
  public static LiveSight open(boolean colour, Asked asked) throws IOException {
    Moment moment = new Moment(asked);
    return new LiveSight(moment, Canvas.open(colour, moment));
  }

  @Override
  public void rollout(Seen rollout) {
    Panorama old = moment.shown;
    moment.shown = new Panorama(rollout, old.signals(), old.log(), old.note());
    canvas.draw();
  }

  @Override
  public void transition(Seen transition) {
    Panorama old = moment.shown;
    List<Seen> all = Stream.concat(old.log().stream(), Stream.of(transition)).toList();
    List<Seen> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
    moment.shown = new Panorama(old.rollout(), old.signals(), kept, old.note());
    canvas.draw();
  }

  @Override
  public void signals(Seen signals) {
    Panorama old = moment.shown;
    moment.shown = new Panorama(old.rollout(), signals, old.log(), old.note());
    canvas.draw();
  }

  @Override
  public void note(String message) {
    Panorama old = moment.shown;
    moment.shown = new Panorama(old.rollout(), old.signals(), old.log(), Words.plain(message));
    canvas.draw();
  }

  @Override
  public void close() {
    canvas.close();
  }

  /// What is shown now.
  private static final class Moment implements Canvas.Scene {
    private final Asked asked;
    private volatile Panorama shown = new Panorama(Seen.NOTHING, Seen.NOTHING, List.of(), "");

    private Moment(Asked asked) {
      this.asked = asked;
    }

    @Override
    public List<AttributedString> picture(int width, int height) {
      return shown.draw(width, height, Instant.now());
    }

    @Override
    public void key(int key) {
      if (key == 'q') {
        asked.end().run();
      } else {
        command(key, shown.rollout()).ifPresent(asked.command());
      }
    }

    private static Optional<String> command(int key, Seen rollout) {
      return switch (key) {
        case 'p' -> Optional.of("promote");
        case 'P' -> Optional.of("promoteFull");
        case 'a' -> Optional.of("abort");
        case 's' -> Optional.of("skip");
        case 'r' -> Optional.of("retry");
        case ' ' -> Optional.of(rollout.texts("actions").contains("resume") ? "resume" : "pause");
        default -> Optional.empty();
      };
    }

    @Override
    public void interrupt() {
      asked.end().run();
    }

    @Override
    public void deaf(String why) {
      // The picture goes on without keys; Ctrl-C still comes as a signal.
    }
  }
}
