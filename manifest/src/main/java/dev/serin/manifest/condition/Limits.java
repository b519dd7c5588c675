package dev.serin.manifest.condition;

import java.util.List;
import org.antlr.v4.runtime.Token;

/// How large a condition's text may be. They bound the recursion of parsing and evaluating, so no
/// text can exhaust the stack.
final class Limits {
  static final int CHARACTERS = 20_000;
  static final int BRACKETS = 60;
  static final int OPERATORS = 400;

  private Limits() {}

  static void text(String text) {
    if (text.length() > CHARACTERS) {
      throw new ConditionFault(
          CHARACTERS,
          "the condition has %d characters; at most %d are allowed"
              .formatted(text.length(), CHARACTERS));
    }
  }

  /// Counts open brackets, and everything that makes the tree one level deeper.
  static void tokens(List<? extends Token> tokens) {
    int open = 0;
    int operators = 0;
    for (Token token : tokens) {
      switch (token.getType()) {
        case ConditionLexer.LPAREN, ConditionLexer.LBRACKET, ConditionLexer.LBRACE -> open++;
        case ConditionLexer.RPAREN, ConditionLexer.RBRACKET, ConditionLexer.RBRACE -> open--;
        default -> {}
      }
      operators += deepens(token.getType()) ? 1 : 0;
      if (open > BRACKETS) {
        throw new ConditionFault(
            token.getStartIndex(), "brackets are nested more than %d deep".formatted(BRACKETS));
      }
      if (operators > OPERATORS) {
        throw new ConditionFault(
            token.getStartIndex(),
            "the condition has more than %d operators, fields and calls".formatted(OPERATORS));
      }
    }
  }

  private static boolean deepens(int type) {
    return switch (type) {
      case ConditionLexer.COMMA,
          ConditionLexer.IDENTIFIER,
          ConditionLexer.NUMBER,
          ConditionLexer.STRING,
          ConditionLexer.RAW_STRING,
          ConditionLexer.TRUE,
          ConditionLexer.FALSE,
          ConditionLexer.NIL,
          ConditionLexer.RPAREN,
          ConditionLexer.RBRACKET,
          ConditionLexer.RBRACE,
          ConditionLexer.COLON,
          ConditionLexer.POINTER ->
          false;
      default -> true;
    };
  }
}
