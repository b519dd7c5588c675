package dev.serin.core.analysis;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// A regular expression in Go's syntax (RE2), searched in the names of metrics.
///
/// Java's own expressions do the work. What they write or read in another way is put into their
/// words first, or refused; and a search that goes back and forth too often finds nothing.
final class NamePattern {
  private static final int CHARACTERS = 200;
  private static final int READS = 20_000;

  private static final String POSIX = "\\[:(\\^?)([a-z]+):\\]";
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)(?<quote>\\\\Q.*?(?:\\\\E|$))|(?<foreign>\\\\[1-9]|\\(\\?[a-zA-Z]*U)|(?<escape>\\\\.)"
              + "|(?<group>\\(\\?P<)|\\[(?<not>\\^?)(?<set>\\]?(?:"
              + POSIX
              + "|\\\\.|[^\\]\\\\])*)\\]");
  private static final Pattern MEMBER = Pattern.compile("(?s)" + POSIX + "|(\\\\.)|([\\[\\]&])");
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "p{Alnum}"),
          Map.entry("alpha", "p{Alpha}"),
          Map.entry("ascii", "p{ASCII}"),
          Map.entry("blank", "p{Blank}"),
          Map.entry("cntrl", "p{Cntrl}"),
          Map.entry("digit", "p{Digit}"),
          Map.entry("graph", "p{Graph}"),
          Map.entry("lower", "p{Lower}"),
          Map.entry("print", "p{Print}"),
          Map.entry("punct", "p{Punct}"),
          Map.entry("space", "p{Space}"),
          Map.entry("upper", "p{Upper}"),
          Map.entry("word", "w"),
          Map.entry("xdigit", "p{XDigit}"));

  private final Pattern pattern;

  private NamePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// The pattern of at most 200 characters, or what is wrong with it.
  static Checked<NamePattern> of(String text) {
    if (text.length() > CHARACTERS) {
      return new Checked.Invalid<>(
          "a pattern for names of metrics has at most " + CHARACTERS + " characters");
    }
    try {
      String words = TOKEN.matcher(text).replaceAll(m -> Matcher.quoteReplacement(inJava(m)));
      return new Checked.Valid<>(
          new NamePattern(Pattern.compile(words, Pattern.UNIX_LINES | Pattern.UNICODE_CASE)));
    } catch (PatternSyntaxException e) {
      return new Checked.Invalid<>(e.getDescription() + " in `" + text + "`");
    }
  }

  /// Whether `name` holds a match.
  boolean foundIn(String name) {
    try {
      return pattern.matcher(new Budgeted(name)).find();
    } catch (Exhausted | StackOverflowError _) {
      return false;
    }
  }

  private static String inJava(MatchResult token) {
    String text = token.group();
    if (token.group("foreign") != null) {
      throw new PatternSyntaxException("`" + text + "` can not be used", text, -1);
    }
    if (token.group("group") != null) {
      return "(?<";
    }
    String set = token.group("set");
    if (set == null) {
      return text.equals("\\v") ? "\\x0B" : text;
    }
    return "["
        + token.group("not")
        + MEMBER.matcher(set).replaceAll(m -> Matcher.quoteReplacement(member(m)))
        + "]";
  }

  /// In Go's sets `[` and `&` have no meaning, and neither has a `]` at the beginning.
  private static String member(MatchResult member) {
    @Nullable String name = member.group(2);
    if (name == null) {
      return member.group(3) == null
          ? "\\" + member.group()
          : member.group().equals("\\v") ? "\\x0B" : member.group();
    }
    String java = CLASSES.get(name);
    if (java == null) {
      throw new PatternSyntaxException("unknown class", member.group(), -1);
    }
    return member.group(1).isEmpty()
        ? "\\" + java
        : "\\" + java.substring(0, 1).toUpperCase(Locale.ROOT) + java.substring(1);
  }

  /// A name that can be read only so many times.
  private static final class Budgeted implements CharSequence {
    private final String name;
    private int reads;

    Budgeted(String name) {
      this.name = name;
    }

    @Override
    public char charAt(int index) {
      if (++reads > READS) {
        throw new Exhausted();
      }
      return name.charAt(index);
    }

    @Override
    public int length() {
      return name.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return name.substring(start, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Ends a search.
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super(null, null, false, false);
    }
  }
}
