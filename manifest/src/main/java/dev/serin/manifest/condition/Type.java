package dev.serin.manifest.condition;

import java.util.Optional;

/// What is known of a value before a condition runs; expr-lang compiles with Go's types.
sealed interface Type {
  /// The type's name in messages: Go's.
  String goName();

  /// Types without parts.
  enum Simple implements Type {
    UNKNOWN("unknown"),
    NIL("unknown"),
    BOOL("bool"),
    INT("int"),
    FLOAT("float64"),
    STRING("string"),
    TIME("time.Time"),
    DURATION("time.Duration"),
    ZONE("*time.Location"),
    MONTH("time.Month"),
    WEEKDAY("time.Weekday"),
    SERIES("types.MetricDataResult"),
    FUNCTION("func");

    private final String goName;

    Simple(String goName) {
      this.goName = goName;
    }

    @Override
    public String goName() {
      return goName;
    }
  }

  /// A list.
  ///
  /// @param declared the element type as Go declares it; UNKNOWN is `interface {}`
  /// @param element what is known of the elements besides
  record Array(Simple declared, Type element) implements Type {
    static final Array ANY = of(Simple.UNKNOWN);

    static Array of(Simple declared) {
      return new Array(declared, declared);
    }

    /// A literal or computed list, whose elements are known to be of `element`.
    static Array holding(Type element) {
      return new Array(Simple.UNKNOWN, element);
    }

    @Override
    public String goName() {
      return "[]" + (declared == Simple.UNKNOWN ? "interface {}" : declared.goName());
    }
  }

  /// A map.
  enum Dictionary implements Type {
    /// The map of a JSON document or a literal.
    BY_TEXT("map[string]interface {}"),
    /// What groupBy makes.
    BY_ANY("map[interface {}][]interface {}"),
    /// What fromPairs makes.
    OF_PAIRS("map[interface {}]interface {}");

    private final String goName;

    Dictionary(String goName) {
      this.goName = goName;
    }

    @Override
    public String goName() {
      return goName;
    }

    Type element() {
      return this == BY_ANY ? Array.ANY : Simple.UNKNOWN;
    }
  }

  default boolean unknown() {
    return this == Simple.UNKNOWN;
  }

  default boolean number() {
    return this == Simple.INT || this == Simple.FLOAT;
  }

  /// The elements' type, if it is a list.
  default Optional<Type> elements() {
    return this instanceof Array array ? Optional.of(array.element()) : Optional.empty();
  }

  /// True if Go would assign a value of it to a variable of `other`.
  default boolean assignableTo(Type other) {
    if (this == Simple.NIL) {
      return other.unknown() || other instanceof Array || other instanceof Dictionary;
    }
    if (this instanceof Array mine && other instanceof Array theirs) {
      return mine.declared() == theirs.declared();
    }
    return !unknown() && (other.unknown() || equals(other));
  }

  /// True if `==` may compare them.
  default boolean comparableTo(Type other) {
    return unknown()
        || other.unknown()
        || this == Simple.NIL
        || other == Simple.NIL
        || (number() && other.number())
        || (this instanceof Array && other instanceof Array)
        || assignableTo(other);
  }
}
