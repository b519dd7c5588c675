package dev.serin.manifest.tree;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The type of a plain scalar, as Kubernetes takes it: YAML 1.1 in the reading of go-yaml 2, on
/// which sigs.k8s.io/yaml stands.
final class Scalars {
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = words("y yes true on");
  private static final Set<String> FALSE = words("n no false off");
  private static final Pattern WHOLE =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private Scalars() {}

  /// What `text` is when it is written without quotes.
  static Node plain(Place place, String text) {
    if (NULL.contains(text)) {
      return new Node.Nothing(place);
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new Node.Flag(place, TRUE.contains(text));
    }
    String digits = text.replace("_", "");
    if (!digits.isEmpty() && "+-.0123456789".indexOf(digits.charAt(0)) >= 0) {
      return number(place, text, digits);
    }
    return new Node.Text(place, text);
  }

  private static Node number(Place place, String text, String digits) {
    if (WHOLE.matcher(digits).matches()) {
      try {
        return new Node.Whole(place, whole(digits));
      } catch (NumberFormatException _) {
        return new Node.Fraction(place, Double.parseDouble(digits));
      }
    }
    if (FRACTION.matcher(digits).matches()) {
      return new Node.Fraction(place, Double.parseDouble(digits));
    }
    return switch (digits.toLowerCase(Locale.ROOT)) {
      case ".nan" -> new Node.Fraction(place, Double.NaN);
      case ".inf", "+.inf" -> new Node.Fraction(place, Double.POSITIVE_INFINITY);
      case "-.inf" -> new Node.Fraction(place, Double.NEGATIVE_INFINITY);
      default -> new Node.Text(place, text);
    };
  }

  private static long whole(String digits) {
    boolean signed = digits.charAt(0) == '-' || digits.charAt(0) == '+';
    String body = (signed ? digits.substring(1) : digits).toLowerCase(Locale.ROOT);
    String sign = digits.charAt(0) == '-' ? "-" : "";
    if (body.startsWith("0x")) {
      return Long.parseLong(sign + body.substring(2), 16);
    }
    if (body.startsWith("0b")) {
      return Long.parseLong(sign + body.substring(2), 2);
    }
    if (body.length() > 1 && body.charAt(0) == '0') {
      return Long.parseLong(sign + body.substring(body.charAt(1) == 'o' ? 2 : 1), 8);
    }
    return Long.parseLong(sign + body);
  }

  private static Set<String> words(String words) {
    Set<String> all = new java.util.HashSet<>();
    for (String word : words.split(" ", -1)) {
      all.add(word);
      all.add(word.toUpperCase(Locale.ROOT));
      all.add(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return Set.copyOf(all);
  }
}
