package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;

/// A store that can not save for a while, after it saved twice.
final class Refusing extends PassingStore {
  private int saves;
  private int refusals;

  Refusing(RolloutStore inner, int refusals) {
    super(inner);
    this.refusals = refusals;
  }

  @Override
  public Saved save(RolloutId id, Change change) {
    saves++;
    if (saves > 2 && refusals > 0) {
      refusals--;
      throw new StoreException("the disk is full", null);
    }
    return super.save(id, change);
  }
}
