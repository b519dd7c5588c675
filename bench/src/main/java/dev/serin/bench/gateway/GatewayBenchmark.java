package dev.serin.bench.gateway;

import dev.serin.bench.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Measures `serin run` beside nginx and HAProxy, and prints Markdown.
public final class GatewayBenchmark {
  private static final int MISSED = 1;
  private static final int UNUSABLE = 2;
  private static final int UNABLE = 126;

  private GatewayBenchmark() {}

  /// Runs one of the benchmarks.
  ///
  /// @param arguments the root of the checkout, then what the command line says
  public static void main(String... arguments) {
    System.exit(run(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length)));
  }

  private static int run(Path root, List<String> arguments) {
    try {
      Order order = Order.parse(arguments);
      try (Scene scene = Scene.open(root, order)) {
        Report report = new Report(System.out);
        boolean met =
            switch (order.what()) {
              case COMPARISON -> new Comparison(scene, order).run(report);
              case WEIGHTS -> new Weights(scene).run(report);
              case SOAK -> new Soak(scene, order.minutes()).run(report);
              case MEMORY -> new Memory(scene).run(report);
            };
        return met ? 0 : MISSED;
      }
    } catch (IllegalArgumentException wrong) {
      System.err.println("gateway: " + wrong.getMessage());
      return UNUSABLE;
    } catch (IOException | IllegalStateException failed) {
      System.err.println("gateway: " + failed.getMessage());
      return UNABLE;
    }
  }
}
