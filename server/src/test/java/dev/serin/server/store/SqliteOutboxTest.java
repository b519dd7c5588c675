package dev.serin.server.store;

import java.nio.file.Path;

final class SqliteOutboxTest extends OutboxContract {
  @Override
  protected Store open(Path place) {
    return Store.open(place);
  }
}
