package dev.serin.bench.routers;

import dev.serin.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Measures nginx and HAProxy as Serin steers them, and prints Markdown.
public final class RoutersBenchmark {
  private static final int MISSED = 1;
  private static final int UNUSABLE = 2;
  private static final int UNABLE = 126;

  private RoutersBenchmark() {}

  /// Runs one of the benchmarks.
  ///
  /// @param arguments what the command line says
  public static void main(String... arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      Order order = Order.parse(arguments);
      boolean lua = NginxHost.lua().isPresent();
      Report report = new Report(System.out);
      report.say(
          "Load average before: %s.%s".formatted(load(), lua ? "" : " This nginx has no Lua."));
      return run(order, lua, report) ? 0 : MISSED;
    } catch (IllegalArgumentException wrong) {
      System.err.println("routers: " + wrong.getMessage());
      return UNUSABLE;
    } catch (IOException | IllegalStateException failed) {
      System.err.println("routers: " + failed.getMessage());
      return UNABLE;
    }
  }

  private static boolean run(Order order, boolean lua, Report report) throws IOException {
    List<Way> ways =
        switch (order.what()) {
          case COMPARISON -> Way.compared(lua);
          case WEIGHTS, SPLIT -> Way.steered(lua);
        };
    try (Scene scene = Scene.open(ways, order.what() == Order.What.SPLIT)) {
      switch (order.what()) {
        case COMPARISON -> new Comparison(scene, order).run(report);
        case WEIGHTS -> new Weights(scene).run(report);
        case SPLIT -> new Split(scene, order).run(report);
      }
    }
    return report.close();
  }

  /// The machine's load average over the last minute.
  private static String load() throws IOException {
    String text = Files.readString(Path.of("/proc/loadavg"));
    return text.substring(0, text.indexOf(' '));
  }
}
