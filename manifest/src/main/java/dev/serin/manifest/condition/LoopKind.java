package dev.serin.manifest.condition;

import java.util.Arrays;
import java.util.Optional;

/// The functions that ask a predicate for each element.
enum LoopKind {
  ALL("all"),
  NONE("none"),
  ANY("any"),
  ONE("one"),
  FILTER("filter"),
  MAP("map"),
  COUNT("count"),
  SUM("sum"),
  FIND("find"),
  FIND_INDEX("findIndex"),
  FIND_LAST("findLast"),
  FIND_LAST_INDEX("findLastIndex"),
  GROUP_BY("groupBy"),
  SORT_BY("sortBy"),
  REDUCE("reduce");

  private final String word;

  LoopKind(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static Optional<LoopKind> of(String word) {
    return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
  }

  /// True if it works without a predicate.
  boolean predicateOptional() {
    return this == COUNT || this == SUM;
  }

  /// True if an argument may follow the predicate.
  boolean takesExtra() {
    return this == SORT_BY || this == REDUCE;
  }

  /// True if its predicate has to say yes or no.
  boolean asksYesOrNo() {
    return switch (this) {
      case ALL, NONE, ANY, ONE, FILTER, COUNT, FIND, FIND_INDEX, FIND_LAST, FIND_LAST_INDEX -> true;
      case MAP, SUM, GROUP_BY, SORT_BY, REDUCE -> false;
    };
  }
}
