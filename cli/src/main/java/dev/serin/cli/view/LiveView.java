package dev.serin.cli.view;

import dev.serin.core.rollout.Command;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/// The picture of a run on a terminal, drawn anew where it changed; keys act on the rollout.
public final class LiveView implements View {
  private final Run run;
  private final Canvas canvas;

  private LiveView(Run run, Canvas canvas) {
    this.run = run;
    this.canvas = canvas;
  }

  /// What a person can ask for at the keyboard.
  ///
  /// @param command takes what keys stand for
  /// @param interrupt called for Ctrl-C
  public record Asked(Consumer<Command> command, Runnable interrupt) {}

  /// Takes the terminal of this process until [#close].
  ///
  /// @throws IOException when there is no terminal
  public static LiveView open(boolean colour, Asked asked) throws IOException {
    Run run = new Run(asked);
    return new LiveView(run, Canvas.open(colour, run));
  }

  @Override
  public synchronized void show(Frame frame) {
    run.last = frame;
    canvas.draw();
  }

  @Override
  public synchronized void note(String message) {
    run.note = Words.plain(message);
    canvas.draw();
  }

  @Override
  public synchronized void end(Frame frame, Ending ending) {
    run.last = frame;
    run.note = ending.sentence();
    canvas.draw();
  }

  /// Leaves the last picture, and what was said last, on the ordinary screen.
  @Override
  public void close() {
    canvas.close();
  }

  /// What is known of the run.
  private static final class Run implements Canvas.Scene {
    private final Asked asked;
    private volatile @Nullable Frame last;
    private volatile String note = "";

    private Run(Asked asked) {
      this.asked = asked;
    }

    @Override
    public List<AttributedString> picture(int width, int height) {
      Frame shown = last;
      if (shown == null) {
        return List.of(new AttributedString(Words.cut(note, Math.max(1, width))));
      }
      List<String> said = note.isEmpty() ? List.of() : Words.wrap(note, width - 2, 3);
      List<AttributedString> lines =
          new ArrayList<>(
              Screen.draw(
                  shown, new Screen.Size(width, height - said.size()), ZoneId.systemDefault()));
      said.forEach(line -> lines.add(new Row().add(" ").add(Row.BOLD, line).line(width)));
      return lines;
    }

    @Override
    public void key(int key) {
      Frame shown = last;
      if (shown != null) {
        Key.command(key, shown.look().decision().next().status()).ifPresent(asked.command());
      }
    }

    @Override
    public void interrupt() {
      asked.interrupt().run();
    }

    @Override
    public void deaf(String why) {
      note = why;
    }
  }
}
