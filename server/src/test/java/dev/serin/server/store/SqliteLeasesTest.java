package dev.serin.server.store;

import java.nio.file.Path;

final class SqliteLeasesTest extends LeasesContract {
  @Override
  protected Store open(Path place) {
    return Store.open(place);
  }
}
