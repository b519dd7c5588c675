package dev.serin.manifest.condition;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/// Text to tree. The first thing that is wrong is thrown, in expr-lang's words.
final class Parsing {
  private Parsing() {}

  static Node parse(String text) {
    Limits.text(text);
    var lexer = new ConditionLexer(CharStreams.fromString(text));
    var tokens = new CommonTokenStream(lexer);
    tokens.fill();
    Limits.tokens(tokens.getTokens());
    tokens.getTokens().stream()
        .filter(t -> t.getType() == ConditionLexer.UNKNOWN)
        .findFirst()
        .ifPresent(
            t -> {
              throw new ConditionFault(t.getStartIndex(), unknown(t.getText()));
            });
    var parser = new ConditionParser(tokens);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new FirstError());
    return new TreeBuilder().build(parser.program());
  }

  /// What expr-lang says of a token that has no place where it stands.
  static ConditionFault unexpected(Token token) {
    return new ConditionFault(token.getStartIndex(), "unexpected token " + describe(token));
  }

  private static String describe(Token token) {
    String text = token.getText();
    return switch (token.getType()) {
      case Token.EOF -> "EOF";
      case ConditionLexer.NUMBER -> "Number(\"" + text + "\")";
      case ConditionLexer.STRING, ConditionLexer.RAW_STRING ->
          "String(" + GoText.quoted(Literals.text(token)) + ")";
      case ConditionLexer.IDENTIFIER,
          ConditionLexer.TRUE,
          ConditionLexer.FALSE,
          ConditionLexer.NIL ->
          "Identifier(\"" + text + "\")";
      case ConditionLexer.LPAREN,
          ConditionLexer.RPAREN,
          ConditionLexer.LBRACKET,
          ConditionLexer.RBRACKET,
          ConditionLexer.LBRACE,
          ConditionLexer.RBRACE ->
          "Bracket(\"" + text + "\")";
      case ConditionLexer.POINTER -> "Operator(\"#\")";
      default -> "Operator(\"" + text + "\")";
    };
  }

  private static String unknown(String text) {
    int character = text.codePointAt(0);
    return switch (character) {
      case '"', '\'', '`' -> "literal not terminated";
      case '&' -> "unexpected token Operator(\"&\")";
      default -> "unrecognized character: U+%04X '%s'".formatted(character, text);
    };
  }

  /// Gives up at the first mistake.
  private static final class FirstError extends DefaultErrorStrategy {
    @Override
    public void reportError(Parser parser, RecognitionException e) {
      throw unexpected(e.getOffendingToken());
    }

    @Override
    protected void reportUnwantedToken(Parser parser) {
      throw unexpected(parser.getCurrentToken());
    }

    @Override
    protected void reportMissingToken(Parser parser) {
      throw unexpected(parser.getCurrentToken());
    }
  }
}
