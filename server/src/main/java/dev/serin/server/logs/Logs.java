package dev.serin.server.logs;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// The one place that log lines go to: those of Serin, by `System.Logger`, and those of libraries,
/// by SLF4J, both over the JDK's own logging. A program is silent until it is [#open].
public final class Logs {
  private static final String SETTING = "java.util.logging.config.class";

  private Logs() {}

  /// How a line is written.
  public enum Format {
    /// For people.
    TEXT,
    /// A JSON object.
    JSON
  }

  /// Lets nothing of what is logged be seen. It costs nothing, and is to be called first.
  public static void silence() {
    if (System.getProperty(SETTING) == null
        && System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty(SETTING, Silence.class.getName());
    }
  }

  /// Shows what is logged from now on, from INFO up; of libraries, from WARNING up.
  ///
  /// @param out where lines go; it is not closed
  public static void open(Format format, OutputStream out) {
    LogManager.getLogManager().reset();
    StreamHandler handler = new Lines(out, formatter(format));
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(handler);
    Ours.LOGGER.setLevel(Level.INFO);
  }

  /// Kept, because the JDK forgets the level of a logger that nobody holds; and apart, because the
  /// first logger makes the JDK read its configuration, which [#silence] must come before.
  private static final class Ours {
    private static final Logger LOGGER = Logger.getLogger("dev.serin");
  }

  private static Formatter formatter(Format format) {
    return switch (format) {
      case TEXT -> new TextLines();
      case JSON -> new JsonLines();
    };
  }

  /// Sets no handler up, where the JDK's own configuration would write to the terminal.
  public static final class Silence {
    /// Does nothing; the JDK makes one instead of reading its configuration.
    public Silence() {}
  }

  /// Writes each line at once.
  private static final class Lines extends StreamHandler {
    Lines(OutputStream out, Formatter formatter) {
      super(out, formatter);
      setLevel(Level.ALL);
      try {
        setEncoding(StandardCharsets.UTF_8.name());
      } catch (java.io.UnsupportedEncodingException e) {
        throw new IllegalStateException("every JDK has UTF-8", e);
      }
    }

    @Override
    public synchronized void publish(LogRecord line) {
      super.publish(line);
      flush();
    }

    /// The stream is not this one's own.
    @Override
    public synchronized void close() {
      flush();
    }
  }
}
