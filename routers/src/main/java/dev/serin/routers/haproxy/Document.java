package dev.serin.routers.haproxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A configuration file of HAProxy as its lines, each with its end, so that what Serin does not
/// touch stays byte for byte.
///
/// What Serin adds stands between marks, `# serin begin NAME` and `# serin end NAME`.
///
/// @param lines each with its line feed, if it has one
record Document(List<String> lines) {
  private static final String BEGIN = "# serin begin ";
  private static final String END = "# serin end ";

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|#.*|[^\\s\"'#]+");

  /// Copies its list.
  Document {
    lines = List.copyOf(lines);
  }

  /// Reads a file's bytes, whatever their encoding.
  static Document of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return new Document(
        text.isEmpty()
            ? List.of()
            : Arrays.asList(text.split("(?<=\n)", -1)).stream()
                .filter(line -> !line.isEmpty())
                .toList());
  }

  byte[] bytes() {
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Its sections in order.
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lines.size(); i++) {
      boolean head = i == lines.size() || Section.isHead(words(lines.get(i)));
      if (head && start >= 0) {
        sections.add(section(start, i));
      }
      start = head ? i : start;
    }
    return sections;
  }

  private Section section(int start, int end) {
    List<List<String>> words = lines.subList(start, end).stream().map(Document::words).toList();
    List<String> head = words.getFirst();
    int from = head.indexOf("from");
    boolean named = head.size() > 1 && from != 1;
    return new Section(
        head.getFirst(),
        named ? head.get(1) : "",
        from >= 0 && from + 1 < head.size() ? head.get(from + 1) : null,
        start,
        end,
        words);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find() && !matcher.group().startsWith("#")) {
      String quoted = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(quoted == null ? matcher.group() : quoted);
    }
    return words;
  }

  /// Why it can not be relied on; empty when it can.
  Optional<String> damage() {
    if (!lines.isEmpty() && !lines.getLast().endsWith("\n")) {
      return Optional.of("its last line has no end, which HAProxy takes for a sign of a lost part");
    }
    return markDamage().map(why -> "its marks are damaged: " + why + "; mend them by hand");
  }

  private Optional<String> markDamage() {
    String open = null;
    for (int i = 0; i < lines.size(); i++) {
      String begin = name(lines.get(i), BEGIN);
      String end = name(lines.get(i), END);
      if ((begin != null && open != null) || (end != null && !end.equals(open))) {
        return Optional.of(
            "line %d, \"%s\", does not fit the marks before it"
                .formatted(i + 1, lines.get(i).strip()));
      }
      open = begin != null ? begin : end != null ? null : open;
    }
    return Optional.ofNullable(open).map(name -> "\"" + END + name + "\" is missing");
  }

  private static @Nullable String name(String line, String mark) {
    String text = line.strip();
    if (!text.startsWith(mark)) {
      return null;
    }
    return text.substring(mark.length()).strip();
  }

  /// The names of the blocks between two lines.
  List<String> blocks(int start, int end) {
    List<String> names = new ArrayList<>();
    for (String line : lines.subList(start, end)) {
      String name = name(line, BEGIN);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /// The lines of all blocks of that name, without their marks and indentation.
  List<String> inside(String name) {
    List<String> inside = new ArrayList<>();
    boolean open = false;
    for (String line : lines) {
      open = open && !name.equals(name(line, END));
      if (open) {
        inside.add(line.strip());
      }
      open = open || name.equals(name(line, BEGIN));
    }
    return inside;
  }

  /// Without the blocks of that name. Nothing else changes.
  Document without(String name) {
    List<String> kept = new ArrayList<>();
    boolean open = false;
    for (String line : lines) {
      open |= name.equals(name(line, BEGIN));
      if (!open) {
        kept.add(line);
      }
      open = open && !name.equals(name(line, END));
    }
    return new Document(kept);
  }

  /// With a block in front of a line.
  ///
  /// @param at 0 to the number of lines
  Document with(int at, String name, List<String> block, String indent) {
    List<String> added = new ArrayList<>();
    added.add(indent + BEGIN + name + "\n");
    block.forEach(line -> added.add(indent + line + "\n"));
    added.add(indent + END + name + "\n");
    List<String> all = new ArrayList<>(lines);
    all.addAll(at, added);
    return new Document(all);
  }
}
