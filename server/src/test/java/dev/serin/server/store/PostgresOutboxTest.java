package dev.serin.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("postgres")
final class PostgresOutboxTest extends OutboxContract {
  @Override
  protected Store open(Path place) {
    return Store.open(Postgres.server().schema(place.toString()));
  }
}
