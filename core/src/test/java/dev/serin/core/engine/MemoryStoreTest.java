package dev.serin.core.engine;

import java.nio.file.Path;

final class MemoryStoreTest extends RolloutStoreContract {
  private final MemoryStore shared = new MemoryStore();

  @Override
  protected RolloutStore open(Path place) {
    return shared;
  }
}
