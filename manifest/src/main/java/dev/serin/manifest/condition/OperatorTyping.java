package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Array;
import dev.serin.manifest.condition.Type.Dictionary;
import dev.serin.manifest.condition.Type.Simple;
import java.util.Optional;
import java.util.Set;

/// The types that operators take and give.
final class OperatorTyping {
  private static final Set<Simple> NUMBER = Set.of(Simple.INT, Simple.FLOAT);

  private OperatorTyping() {}

  /// The type of `left operator right`.
  static Type of(Node.Binary node, Type left, Type right) {
    return result(node, left, right)
        .orElseThrow(
            () ->
                new ConditionFault(
                    node.at(),
                    "invalid operation: %s (mismatched types %s and %s)"
                        .formatted(node.operator().symbol(), left.goName(), right.goName())));
  }

  /// Empty if the operator does not take such operands.
  private static Optional<Type> result(Node.Binary node, Type l, Type r) {
    return switch (node.operator()) {
      case EQUAL, NOT_EQUAL -> given(l.comparableTo(r), Simple.BOOL);
      case OR, AND -> given(both(l, r, Simple.BOOL), Simple.BOOL);
      case LESS, LESS_OR_EQUAL, MORE, MORE_OR_EQUAL -> given(ordered(l, r), Simple.BOOL);
      case SUBTRACT -> subtract(l, r);
      case MULTIPLY -> multiply(l, r);
      case DIVIDE, POWER -> given(numbers(l, r), Simple.FLOAT);
      case MODULO -> given(both(l, r, Simple.INT), Simple.INT);
      case ADD -> add(l, r);
      case IN -> Optional.of(in(node, l, r));
      case MATCHES, CONTAINS, STARTS_WITH, ENDS_WITH ->
          given(both(l, r, Simple.STRING), Simple.BOOL);
      case RANGE -> given(both(l, r, Simple.INT), Array.holding(Simple.INT));
      case COALESCE -> Optional.of(coalesce(l, r));
    };
  }

  private static Optional<Type> given(boolean fits, Type type) {
    return fits ? Optional.of(type) : Optional.empty();
  }

  private static boolean both(Type l, Type r, Simple kind) {
    return (l == kind && r == kind) || maybe(l, r, Set.of(kind));
  }

  private static boolean numbers(Type l, Type r) {
    return (l.number() && r.number()) || maybe(l, r, NUMBER);
  }

  private static boolean ordered(Type l, Type r) {
    return (l.number() && r.number())
        || (l.equals(r) && Set.of(Simple.STRING, Simple.TIME, Simple.DURATION).contains(l))
        || maybe(
            l, r, Set.of(Simple.INT, Simple.FLOAT, Simple.STRING, Simple.TIME, Simple.DURATION));
  }

  /// True if one side is unknown and the other one is of `kinds` or unknown too.
  private static boolean maybe(Type l, Type r, Set<Simple> kinds) {
    return (l.unknown() && (r.unknown() || kinds.contains(r)))
        || (r.unknown() && kinds.contains(l));
  }

  private static Type promoted(Type l, Type r) {
    return l == Simple.FLOAT || r == Simple.FLOAT ? Simple.FLOAT : Simple.INT;
  }

  private static Optional<Type> add(Type l, Type r) {
    if (l.number() && r.number()) {
      return Optional.of(promoted(l, r));
    }
    if (l.equals(r) && (l == Simple.STRING || l == Simple.DURATION)) {
      return Optional.of(l);
    }
    if ((l == Simple.TIME && r == Simple.DURATION) || (l == Simple.DURATION && r == Simple.TIME)) {
      return Optional.of(Simple.TIME);
    }
    return given(
        maybe(l, r, Set.of(Simple.INT, Simple.FLOAT, Simple.STRING, Simple.TIME, Simple.DURATION)),
        Simple.UNKNOWN);
  }

  private static Optional<Type> subtract(Type l, Type r) {
    if (l.number() && r.number()) {
      return Optional.of(promoted(l, r));
    }
    if (l.equals(r) && (l == Simple.TIME || l == Simple.DURATION)) {
      return Optional.of(Simple.DURATION);
    }
    if (l == Simple.TIME && r == Simple.DURATION) {
      return Optional.of(Simple.TIME);
    }
    return given(
        maybe(l, r, Set.of(Simple.INT, Simple.FLOAT, Simple.TIME, Simple.DURATION)),
        Simple.UNKNOWN);
  }

  private static Optional<Type> multiply(Type l, Type r) {
    if (l.number() && r.number()) {
      return Optional.of(promoted(l, r));
    }
    boolean durations =
        (l == Simple.DURATION && (r == Simple.DURATION || r.number()))
            || (r == Simple.DURATION && l.number());
    if (durations) {
      return Optional.of(Simple.DURATION);
    }
    return given(maybe(l, r, Set.of(Simple.INT, Simple.FLOAT, Simple.DURATION)), Simple.UNKNOWN);
  }

  private static Type in(Node.Binary node, Type what, Type where) {
    boolean fits =
        switch (where) {
          case Array array -> {
            if (!what.comparableTo(array.element())) {
              throw new ConditionFault(
                  node.at(),
                  "cannot use %s as type %s in array"
                      .formatted(what.goName(), array.element().goName()));
            }
            yield true;
          }
          case Dictionary map -> {
            boolean keyed = map != Dictionary.BY_TEXT || what.unknown() || what == Simple.STRING;
            if (!keyed) {
              throw new ConditionFault(
                  node.at(), "cannot use %s as type string in map key".formatted(what.goName()));
            }
            yield true;
          }
          case Simple.UNKNOWN -> true;
          case Simple.SERIES -> what == Simple.STRING || what.unknown();
          case Simple.STRING -> what.unknown();
          case Simple _ -> false;
        };
    if (fits) {
      return Simple.BOOL;
    }
    throw new ConditionFault(
        node.at(),
        "invalid operation: in (mismatched types %s and %s)"
            .formatted(what.goName(), where.goName()));
  }

  private static Type coalesce(Type l, Type r) {
    if (l == Simple.NIL) {
      return r;
    }
    return r == Simple.NIL || r.assignableTo(l) ? l : Simple.UNKNOWN;
  }
}
