package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.traffic.TextMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Texts of manifests in the words of nginx.
class ExpressionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (?P<host>a)            | "~^(?:(a))$"
          (?<host>a)             | "~^(?:(a))$"
          \\(?P<host>            | "~^(?:\\\\(?P<host>)$"
          [(?P<x>]               | "~^(?:[(?P<x>])$"
          []](?P<x>b)            | "~^(?:[]](b))$"
          [[:alpha:](](?P<x>b)   | "~^(?:[[:alpha:](](b))$"
          a"b                    | "~^(?:a\\"b)$"
          \\Qa.b                  | "~^(?:\\\\Qa.b\\\\E)$"
          \\Q(?P<x>\\E(?P<x>b)   | "~^(?:\\\\Q(?P<x>\\\\E(b))$"
          """)
  void groupsLoseTheirNames(String regex, String written) {
    assertThat(Expressions.of(new TextMatch.Regex(regex))).isEqualTo(written);
  }

  @Test
  void anExactTextIsEscaped() {
    assertThat(Expressions.of(new TextMatch.Exact("a.b\"c$")))
        .isEqualTo("\"~^a\\\\.b\\\\\\\"c\\\\$$\"");
    assertThat(Expressions.of(new TextMatch.Prefix("é"))).isEqualTo("\"~^é\"");
  }

  @Test
  void whatIsNoExpressionIsRefused() {
    assertThatThrownBy(() -> Expressions.of(new TextMatch.Regex("(")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no regular expression: \"(\"");
    assertThatThrownBy(() -> Expressions.of(new TextMatch.Regex("(?!a)")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Expressions.of(new TextMatch.Exact("a\nb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control characters");
  }
}
