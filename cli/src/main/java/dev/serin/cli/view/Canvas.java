package dev.serin.cli.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/// The terminal of this process as one picture, drawn anew where it changed.
public final class Canvas implements AutoCloseable {
  private static final int CTRL_C = 3;

  private final Terminal terminal;
  private final Display display;
  private final Attributes before;
  private final boolean colour;
  private final Scene scene;
  private final Thread keys;
  private boolean closed;

  private Canvas(Terminal terminal, boolean colour, Scene scene) {
    this.terminal = terminal;
    this.colour = colour;
    this.scene = scene;
    this.display = new Display(terminal, true);
    this.before = terminal.enterRawMode();
    this.keys = Thread.ofPlatform().daemon().name("serin-keys").unstarted(this::readKeys);
  }

  /// What is drawn, and what becomes of keys. Called from any thread; must not wait for the thread
  /// that draws.
  public interface Scene {
    /// The picture in at most so many columns and lines.
    List<AttributedString> picture(int width, int height);

    /// A key was pressed.
    void key(int key);

    /// Ctrl-C was pressed.
    void interrupt();

    /// Keys do not come any more.
    void deaf(String why);
  }

  /// Takes the terminal of this process until [#close].
  ///
  /// @throws IOException when there is no terminal
  public static Canvas open(boolean colour, Scene scene) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(false).encoding(StandardCharsets.UTF_8).build();
    Canvas canvas = new Canvas(terminal, colour, scene);
    canvas.begin();
    return canvas;
  }

  private void begin() {
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.puts(Capability.clear_screen);
    terminal.flush();
    terminal.handle(Terminal.Signal.WINCH, _ -> redraw());
    terminal.handle(Terminal.Signal.INT, _ -> scene.interrupt());
    keys.start();
  }

  /// Draws the picture as it is now.
  public synchronized void draw() {
    if (closed) {
      return;
    }
    Screen.Size size = size();
    display.resize(sized(size));
    display.update(picture(size), -1);
  }

  /// Gives the terminal back, and leaves the last picture on the ordinary screen.
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

  private List<AttributedString> picture(Screen.Size size) {
    List<AttributedString> lines = scene.picture(size.width(), size.height());
    return colour ? lines : lines.stream().map(l -> new AttributedString(l.toString())).toList();
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

  private void readKeys() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        int key = terminal.reader().read(200L);
        if (key == -1) {
          return;
        }
        if (key == CTRL_C) {
          scene.interrupt();
        } else if (key >= 0) {
          scene.key(key);
        }
      }
    } catch (IOException e) {
      scene.deaf("keys do not work any more: " + e.getMessage());
    }
  }
}
