package dev.serin.manifest.condition;

import java.util.Arrays;

/// The operators with two operands.
enum Operator {
  OR("||"),
  AND("&&"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  MORE(">"),
  MORE_OR_EQUAL(">="),
  IN("in"),
  MATCHES("matches"),
  CONTAINS("contains"),
  STARTS_WITH("startsWith"),
  ENDS_WITH("endsWith"),
  RANGE(".."),
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  DIVIDE("/"),
  MODULO("%"),
  POWER("**"),
  COALESCE("??");

  private final String symbol;

  Operator(String symbol) {
    this.symbol = symbol;
  }

  String symbol() {
    return symbol;
  }

  /// The operator written `text`, which the grammar knows.
  static Operator of(String text) {
    String symbol =
        switch (text) {
          case "and" -> "&&";
          case "or" -> "||";
          case "^" -> "**";
          default -> text;
        };
    return Arrays.stream(values())
        .filter(o -> o.symbol.equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such operator: " + text));
  }

  /// True for the comparisons that chain: `1 < x < 3`.
  boolean ordering() {
    return this == LESS || this == LESS_OR_EQUAL || this == MORE || this == MORE_OR_EQUAL;
  }
}
