package dev.serin.gateway.route;

import com.google.re2j.Pattern;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.TextMatch;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.Word;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a request must be, ready to be tried on many.
///
/// @param method null for any
/// @param path null for any; without its query
public record RequestRule(
    @Nullable Predicate<String> method,
    @Nullable Predicate<String> path,
    List<HeaderRule> headers) {

  /// One header that must be there with a fitting value, on any of its lines.
  public record HeaderRule(Word name, Predicate<String> value) {}

  /// A rule for method, path and headers.
  ///
  /// @throws com.google.re2j.PatternSyntaxException when a pattern is none
  public static RequestRule of(RequestMatch match) {
    return new RequestRule(
        match.method() == null ? null : text(match.method()),
        match.path() == null ? null : text(match.path()),
        headers(match.headers()));
  }

  /// A rule for headers alone.
  ///
  /// @throws com.google.re2j.PatternSyntaxException when a pattern is none
  public static RequestRule ofHeaders(List<HeaderMatch> headers) {
    return new RequestRule(null, null, headers(headers));
  }

  private static List<HeaderRule> headers(List<HeaderMatch> matches) {
    return matches.stream()
        .map(
            match ->
                new HeaderRule(
                    new Word(match.header().toLowerCase(Locale.ROOT)), text(match.value())))
        .toList();
  }

  private static Predicate<String> text(TextMatch match) {
    return switch (match) {
      case TextMatch.Exact(String text) -> text::equals;
      case TextMatch.Prefix(String text) -> value -> value.startsWith(text);
      case TextMatch.Regex(String text) -> Pattern.compile(text)::matches;
    };
  }

  public boolean fits(RequestHead head) {
    if (method != null && !method.test(head.method())) {
      return false;
    }
    if (path != null && !path.test(head.path())) {
      return false;
    }
    for (HeaderRule header : headers) {
      if (!fits(header, head.lines())) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(HeaderRule rule, HeaderLines lines) {
    for (int i = 0; i < lines.count(); i++) {
      if (lines.named(i, rule.name()) && rule.value().test(lines.value(i))) {
        return true;
      }
    }
    return false;
  }
}
