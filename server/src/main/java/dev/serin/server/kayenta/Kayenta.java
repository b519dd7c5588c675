package dev.serin.server.kayenta;

import dev.serin.server.http.Endpoints;
import dev.serin.server.store.Store;
import io.javalin.config.JavalinConfig;

/// Kayenta's API over a store. Until it is closed, executions that are due are carried on, also
/// those of an earlier process.
public final class Kayenta implements Endpoints, AutoCloseable {
  private final Shelf shelf;
  private final Accounts accounts;
  private final Bench bench;

  /// The API over `store`, whose canaries are judged by the series of `accounts`.
  public Kayenta(Store store, Accounts accounts) {
    this.shelf = new Shelf(store);
    this.accounts = accounts;
    this.bench = new Bench(shelf, accounts);
  }

  @Override
  public void add(JavalinConfig config) {
    Doors doors = new Doors(config.routes);
    new ConfigRoutes(shelf).add(doors);
    new ExecutionRoutes(shelf, accounts, bench).add(doors);
  }

  /// Carries nothing on any more.
  @Override
  public void close() {
    bench.close();
  }
}
