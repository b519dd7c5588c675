package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

@Tag("postgres")
final class PostgresStoreTest extends StoreContract {
  /// Opens the store in a process of its own, and says who it is.
  public static final class Opener implements Function<Path, RolloutStore> {
    /// Takes nothing.
    public Opener() {}

    @Override
    public RolloutStore apply(Path place) {
      return Store.open(Postgres.ofParent().schema(place.toString(), saver(place)));
    }
  }

  @Override
  protected Store store(Path place) {
    // The server may be at the last commit of a process that is dead already.
    Postgres.server().awaitGone(saver(place));
    return Store.open(Postgres.server().schema(place.toString()));
  }

  private static String saver(Path place) {
    return "saver-" + Postgres.schemaName(place.toString());
  }

  @Override
  protected Class<? extends Function<Path, RolloutStore>> opener() {
    return Opener.class;
  }
}
