package dev.serin.manifest.condition;

import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as Go's encoder writes it: two blanks for each level, sorted keys, HTML's signs escaped.
final class GoJson {
  private final Run run;
  private final StringBuilder made = new StringBuilder();

  private GoJson(Run run) {
    this.run = run;
  }

  static String write(Run run, @Nullable Object value) {
    var json = new GoJson(run);
    json.value(value, "\n");
    return json.made.toString();
  }

  /// @param line the line break and indentation of the level that `value` stands on
  private void value(@Nullable Object value, String line) {
    run.enter();
    write(value, line);
    run.leave();
  }

  private void write(@Nullable Object value, String line) {
    switch (value) {
      case null -> add("null");
      case Double real -> add(number(real));
      case Long whole -> add(whole.toString());
      case Boolean truth -> add(truth.toString());
      case Items items -> list(items, line);
      case Map<?, ?> map -> map(map, line);
      case ZonedDateTime time -> text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      default -> text(GoText.print(run, value));
    }
  }

  private void list(List<? extends @Nullable Object> items, String line) {
    if (items.isEmpty()) {
      add("[]");
      return;
    }
    String inner = line + "  ";
    String before = "[";
    for (Object item : items) {
      add(before + inner);
      value(item, inner);
      before = ",";
    }
    add(line + "]");
  }

  private void map(Map<?, ?> map, String line) {
    if (map.isEmpty()) {
      add("{}");
      return;
    }
    String inner = line + "  ";
    String before = "{";
    for (Map.Entry<?, ?> entry : map.entrySet().stream().sorted(GoText.byKey()).toList()) {
      add(before + inner);
      text(String.valueOf(entry.getKey()));
      add(": ");
      value(entry.getValue(), inner);
      before = ",";
    }
    add(line + "}");
  }

  private static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ConditionFault("json: unsupported value: " + GoText.print(value));
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-6 || size >= 1e21)) {
      var digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
      return GoText.scientific(digits, digits.precision() - digits.scale() - 1)
          .replace("e-0", "e-");
    }
    return value == 0
        ? GoText.print(value)
        : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private void text(String text) {
    add("\"");
    text.codePoints().forEach(c -> add(escaped(c)));
    add("\"");
  }

  private static String escaped(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '<', '>', '&', 0x2028, 0x2029 -> "\\u%04x".formatted(character);
      default -> character < ' ' ? "\\u%04x".formatted(character) : Character.toString(character);
    };
  }

  private void add(String part) {
    run.step();
    run.grow(part.length());
    made.append(part);
  }
}
