package dev.serin.bench.server;

import dev.serin.bench.Report;
import dev.serin.bench.http.Load;
import dev.serin.bench.http.Spread;
import dev.serin.bench.http.Turn;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.access.AccessOptions;
import dev.serin.server.process.Server;
import dev.serin.server.site.Outside;
import dev.serin.server.store.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Requests to the API of a server that runs very many rollouts, beside those to its `/healthz`:
/// one right after the other in each round.
final class Requests {
  private static final int ROUNDS = 11;
  private static final String PLAIN = "/healthz";

  private final Order order;
  private final Path folder;
  private final Map<String, List<Double>> perSecond = new LinkedHashMap<>();
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();
  private long errors;

  /// @param folder the server's store, unless the order names a database
  Requests(Order order, Path folder) {
    this.order = order;
    this.folder = folder;
  }

  void run(Report report) throws IOException {
    try (Server server = Server.open(options())) {
      List<String> paths =
          List.of(
              PLAIN,
              "/api/v1/rollouts?limit=50",
              "/api/v1/rollouts?limit=50&q=r99",
              "/api/v1/rollouts/n7/r" + 7 * Fleet.TOGETHER,
              "/api/v1/rollouts/n7/r" + 7 * Fleet.TOGETHER + "/transitions");
      for (int round = -1; round < ROUNDS; round++) {
        for (String path : paths) {
          turn(server.uri() + path, path, round >= 0);
        }
      }
      tell(report);
    }
  }

  private void turn(String url, String path, boolean counts) throws IOException {
    int seconds = counts ? order.seconds() : 10;
    long processor = Heap.processorNanos();
    Turn.Count count =
        Load.run(List.of("wrk", "-t1", "-c16", "-d" + seconds + "s", "--latency", url));
    processor = Heap.processorNanos() - processor;
    if (counts) {
      errors += count.errors();
      add(perSecond, path, (double) count.requests() / seconds);
      add(micros, path, processor / 1000.0 / Math.max(1, count.requests()));
    }
  }

  private static void add(Map<String, List<Double>> to, String path, double figure) {
    to.computeIfAbsent(path, _ -> new ArrayList<>()).add(figure);
  }

  private void tell(Report report) {
    report.title("Requests");
    report.columns("path", "requests/s", "CPU us for each", "requests/s in parts of " + PLAIN);
    perSecond.forEach(
        (path, own) ->
            report.row(
                path,
                spread(own).toString(),
                spread(micros.getOrDefault(path, List.of())).toString(),
                ratios(own).toString()));
    report.say("Load average after: %.2f.".formatted(Heap.load()));
    report.atMost("errors", (double) errors, 0);
  }

  private Spread ratios(List<Double> own) {
    List<Double> plain = perSecond.getOrDefault(PLAIN, List.of());
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own.get(i) / plain.get(i);
    }
    return Spread.of(ratios);
  }

  private static Spread spread(List<Double> figures) {
    return Spread.of(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Server.Options options() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    String database = order.database();
    return new Server.Options(
        "bench",
        "bench",
        any,
        database == null
            ? new Server.Storage.Folder(folder)
            : new Server.Storage.Shared(DatabaseAddress.parse(database, System.getenv())),
        GatewayOptions.at(any),
        new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE),
        unlimited(),
        null,
        Server.Options.KEEP_MEASUREMENTS);
  }

  /// Without a limit for one caller: there is only one here.
  private static AccessOptions unlimited() {
    AccessOptions.Given nothing = AccessOptions.Given.NOTHING;
    return AccessOptions.of(
        new AccessOptions.Given(
            null,
            null,
            null,
            nothing.oidcAudience(),
            null,
            null,
            nothing.oidcScopes(),
            null,
            nothing.oidcRoles(),
            null,
            false,
            false,
            null,
            0),
        Map.of());
  }
}
