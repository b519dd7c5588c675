package dev.serin.manifest.condition;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A list with the type that Go declares for its elements: lists of different declared types are
/// never equal, and some functions take only some of them.
final class Items extends AbstractList<@Nullable Object> implements RandomAccess {
  private final Type.Simple declared;
  private final List<? extends @Nullable Object> elements;

  Items(Type.Simple declared, List<? extends @Nullable Object> elements) {
    this.declared = declared;
    this.elements = elements;
  }

  /// A list of anything.
  static Items of(List<? extends @Nullable Object> elements) {
    return new Items(Type.Simple.UNKNOWN, elements);
  }

  /// The same kind of list with other elements.
  Items with(List<? extends @Nullable Object> others) {
    return new Items(declared, others);
  }

  /// UNKNOWN for a list of anything.
  Type.Simple declared() {
    return declared;
  }

  @Override
  public @Nullable Object get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public Items subList(int from, int to) {
    return with(elements.subList(from, to));
  }
}
