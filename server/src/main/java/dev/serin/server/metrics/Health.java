package dev.serin.server.metrics;

import dev.serin.server.access.Role;
import dev.serin.server.http.Endpoints;
import dev.serin.server.store.Store;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// `/healthz`, which says that the process is alive, and `/readyz`, which says whether it should be
/// asked: its store answers, its leases are renewed, and it is not on its way out.
public final class Health implements Endpoints, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String WELL = "ok";
  private static final Logger LOG = System.getLogger("dev.serin.health");

  private final Store store;
  private final Supplier<Duration> sinceRenewal;
  private final Duration lasts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean draining;

  /// @param sinceRenewal how long ago this node renewed its leases
  /// @param lasts how long a lease lasts without that
  public Health(Store store, Supplier<Duration> sinceRenewal, Duration lasts) {
    this.store = store;
    this.sinceRenewal = sinceRenewal;
    this.lasts = lasts;
  }

  /// From now on it is not ready: whoever asks is to go elsewhere.
  public void drain() {
    draining = true;
  }

  @Override
  public void add(JavalinConfig config) {
    config.routes.get("/healthz", request -> request.json(Map.of("status", WELL)), Role.ANYONE);
    config.routes.get("/readyz", this::ready, Role.ANYONE);
  }

  private void ready(Context request) {
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("store", store());
    checks.put("leases", leases());
    checks.put("draining", draining ? "the server is stopping" : WELL);
    boolean ready = checks.values().stream().allMatch(WELL::equals);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", ready ? "ready" : "not ready");
    answer.put("checks", checks);
    request.status(ready ? 200 : 503).header("Cache-Control", "no-store").json(answer);
  }

  private String leases() {
    Duration since = sinceRenewal.get();
    return since.compareTo(lasts) <= 0
        ? WELL
        : "the leases were renewed "
            + since.toSeconds()
            + " s ago, and last "
            + lasts.toSeconds()
            + " s";
  }

  /// A store that hangs must not take the answer with it.
  private String store() {
    CompletableFuture<Integer> one =
        CompletableFuture.supplyAsync(
            () ->
                store.read(
                    "see that it answers",
                    handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one()),
            threads);
    try {
      one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return WELL;
    } catch (ExecutionException e) {
      // No detail: anyone may ask.
      LOG.log(Level.WARNING, "not ready: " + e.getMessage());
      return "the store can not be used: see the server's log";
    } catch (TimeoutException _) {
      return "the store did not answer within " + PATIENCE.toSeconds() + " s";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "the server is stopping";
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
