package dev.serin.routers.nginx;

import dev.serin.routers.nginx.PlainText.Word;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/// Finds the user's lines that switch Serin's log off: an `access_log` in a location of the server
/// that includes it, and `access_log off` beside it.
///
/// @param include the generated file with Serin's log
record Muting(Path include) {
  /// A block and what was found in it.
  ///
  /// @param head its first words
  private record Block(String head, Set<String> muted, List<Boolean> ours) {
    static Block of(String head) {
      return new Block(head, new LinkedHashSet<>(), new ArrayList<>());
    }

    boolean isServer() {
      return head.equals("server");
    }
  }

  /// A sentence for each place.
  ///
  /// @param files of a configuration by their paths
  List<String> advice(Map<String, String> files) {
    List<String> advice = new ArrayList<>();
    files.forEach(
        (file, text) -> {
          if (text.contains("access_log")) {
            found(text)
                .forEach(
                    where ->
                        advice.add(
                            "%s in %s switches Serin's log off there: requests that end there are not counted; take that line out"
                                .formatted(where, file)));
          }
        });
    return advice;
  }

  private Set<String> found(String text) {
    Set<String> found = new LinkedHashSet<>();
    Deque<Block> blocks = new ArrayDeque<>();
    Block whole = Block.of("");
    blocks.push(whole);
    List<Word> line = new ArrayList<>();
    for (Word word : PlainText.of(text).words()) {
      if (word.is("{")) {
        blocks.push(Block.of(joined(line)));
      } else if (word.is("}") && blocks.size() > 1) {
        close(blocks, found);
      } else if (word.is(";")) {
        read(line, blocks);
      } else {
        line.add(word);
        continue;
      }
      line.clear();
    }
    return found;
  }

  private static String joined(List<Word> line) {
    return String.join(" ", line.stream().map(Word::text).toList());
  }

  private static void close(Deque<Block> blocks, Set<String> found) {
    Block block = blocks.pop();
    if (block.isServer() && !block.ours.isEmpty()) {
      found.addAll(block.muted);
    }
  }

  private void read(List<Word> line, Deque<Block> blocks) {
    Block server = blocks.stream().filter(Block::isServer).findFirst().orElse(null);
    if (server == null || line.size() < 2) {
      return;
    }
    Block inner = blocks.element();
    String text = joined(line);
    if (line.getFirst().is("include") && inner.isServer() && isOurs(line.get(1).text())) {
      server.ours.add(true);
    }
    boolean off = text.equals("access_log off");
    if (line.getFirst().is("access_log") && (off || !inner.isServer())) {
      server.muted.add("`%s` in `%s`".formatted(text, inner.head));
    }
  }

  /// Compares the last part of a path, which may hold signs such as `*`.
  private boolean isOurs(String path) {
    String last = path.replaceAll("[\"']", "").replaceAll(".*/", "");
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + last).matches(include.getFileName());
    } catch (PatternSyntaxException strange) {
      return false;
    }
  }
}
