package dev.serin.cli.view;

import dev.serin.core.rollout.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/// The picture of a run on a terminal, drawn anew where it changed; keys act on the rollout.
public final class LiveView implements View {
  private static final int CTRL_C = 3;

  private final Terminal terminal;
  private final Display display;
  private final Attributes before;
  private final boolean colour;
  private final Asked asked;
  private final Thread keys;
  private volatile @Nullable Frame last;
  private String note = "";
  private boolean closed;

  private LiveView(Terminal terminal, boolean colour, Asked asked) {
    this.terminal = terminal;
    this.colour = colour;
    this.asked = asked;
    this.display = new Display(terminal, true);
    this.before = terminal.enterRawMode();
    this.keys = Thread.ofPlatform().daemon().name("serin-keys").unstarted(this::readKeys);
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
    Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(false).encoding(StandardCharsets.UTF_8).build();
    LiveView view = new LiveView(terminal, colour, asked);
    view.begin();
    return view;
  }

  private void begin() {
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.puts(Capability.clear_screen);
    terminal.flush();
    terminal.handle(Terminal.Signal.WINCH, _ -> redraw());
    terminal.handle(Terminal.Signal.INT, _ -> asked.interrupt().run());
    keys.start();
  }

  @Override
  public synchronized void show(Frame frame) {
    last = frame;
    draw();
  }

  @Override
  public synchronized void note(String message) {
    note = Words.plain(message);
    draw();
  }

  @Override
  public synchronized void end(Frame frame, Ending ending) {
    last = frame;
    note = ending.sentence();
    draw();
  }

  /// Leaves the last picture, and what was said last, on the ordinary screen.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    terminal.puts(Capability.cursor_visible);
    terminal.puts(Capability.exit_ca_mode);
    terminal.setAttributes(before);
    for (AttributedString line : picture(size())) {
      terminal.writer().println(line.toAnsi(terminal));
    }
    terminal.flush();
    keys.interrupt();
    try {
      terminal.close();
    } catch (IOException _) {
      // The terminal is as it was before; nothing is left to be done.
    }
  }

  private synchronized void redraw() {
    display.clear();
    terminal.puts(Capability.clear_screen);
    draw();
  }

  private void draw() {
    if (closed) {
      return;
    }
    Screen.Size size = size();
    display.resize(sized(size));
    display.update(picture(size), -1);
  }

  private Screen.Size size() {
    Sized size = terminal.getSize();
    return new Screen.Size(Math.max(20, size.getColumns()), Math.max(8, size.getRows()));
  }

  private static Sized sized(Screen.Size size) {
    return new Sized() {
      @Override
      public int getColumns() {
        return size.width();
      }

      @Override
      public int getRows() {
        return size.height();
      }
    };
  }

  private List<AttributedString> picture(Screen.Size size) {
    int width = size.width();
    Frame shown = last;
    if (shown == null) {
      return List.of(new AttributedString(Words.cut(note, Math.max(1, width))));
    }
    List<String> said = note.isEmpty() ? List.of() : Words.wrap(note, width - 2, 3);
    List<AttributedString> lines =
        new java.util.ArrayList<>(
            Screen.draw(
                shown,
                new Screen.Size(width, size.height() - said.size()),
                ZoneId.systemDefault()));
    said.forEach(line -> lines.add(new Row().add(" ").add(Row.BOLD, line).line(width)));
    return colour ? lines : lines.stream().map(l -> new AttributedString(l.toString())).toList();
  }

  private void readKeys() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        int key = terminal.reader().read(200L);
        Frame shown = last;
        if (key == -1) {
          return;
        }
        if (key == CTRL_C) {
          asked.interrupt().run();
        } else if (key >= 0 && shown != null) {
          Key.command(key, shown.look().decision().next().status()).ifPresent(asked.command());
        }
      }
    } catch (IOException e) {
      note("keys do not work any more: " + e.getMessage());
    }
  }
}
