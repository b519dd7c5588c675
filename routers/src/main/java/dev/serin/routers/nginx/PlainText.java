package dev.serin.routers.nginx;

import java.util.ArrayList;
import java.util.List;

/// A configuration file of nginx as words with their places.
record PlainText(String text, List<Word> words) {
  /// A word, or one of `;`, `{` and `}`.
  ///
  /// @param start its first character
  /// @param end behind its last one
  record Word(String text, int start, int end) {
    boolean is(String other) {
      return text.equals(other);
    }
  }

  /// One `server` of an `upstream`.
  ///
  /// @param words `server`, its address and its parameters
  record Server(List<Word> words) {
    String address() {
      String address = words.size() > 1 ? words.get(1).text() : "";
      return address.matches("(\\[[^]]*\\]|[^:\\[]*)") ? address + ":80" : address;
    }

    int start() {
      return words.getFirst().start();
    }

    int end() {
      return words.getLast().end();
    }

    /// Its share among its neighbours; 0 when it is down.
    int weight() {
      int weight = 1;
      for (Word word : words.subList(1, words.size())) {
        if (word.is("down")) {
          return 0;
        }
        if (word.text().matches("weight=[0-9]{1,9}")) {
          weight = Integer.parseInt(word.text().substring("weight=".length()));
        }
      }
      return weight;
    }

    /// The same with another weight; 0 is down.
    String with(int weight, String text) {
      StringBuilder out = new StringBuilder();
      int at = start();
      for (int i = 0; i < words.size(); i++) {
        Word word = words.get(i);
        boolean ours = i > 1 && (word.is("down") || word.text().startsWith("weight="));
        if (!ours) {
          out.append(text, at, word.end());
        }
        at = word.end();
        if (i == 1) {
          out.append(weight == 0 ? " down" : " weight=" + weight);
        }
      }
      return out.toString();
    }
  }

  static PlainText of(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      boolean nothing = Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#';
      if (!nothing) {
        words.add(new Word(text.substring(at, end), at, end));
      }
      at = end;
    }
    return new PlainText(text, words);
  }

  /// Where the space, comment, sign, quotation or word ends that begins at `at`.
  private static int end(String text, int at) {
    char first = text.charAt(at);
    if (first == '#') {
      int line = text.indexOf('\n', at);
      return line < 0 ? text.length() : line;
    }
    if (Character.isWhitespace(first) || ";{}".indexOf(first) >= 0) {
      return at + 1;
    }
    return first == '"' || first == '\'' ? quotation(text, at) : word(text, at);
  }

  private static int quotation(String text, int start) {
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != text.charAt(start)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }

  private static int word(String text, int start) {
    int at = start;
    while (at < text.length()) {
      char next = text.charAt(at);
      boolean variable = next == '{' && at > start && text.charAt(at - 1) == '$';
      if (!variable && (Character.isWhitespace(next) || ";{".indexOf(next) >= 0)) {
        return at;
      }
      at += next == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  /// The servers of an `upstream`; empty when there is no such block, or it holds another one.
  List<Server> servers(String upstream) {
    for (int i = 0; i + 2 < words.size(); i++) {
      boolean found =
          words.get(i).is("upstream")
              && words.get(i + 1).text().replaceAll("^[\"']|[\"']$", "").equals(upstream)
              && words.get(i + 2).is("{");
      if (found) {
        return servers(i + 3);
      }
    }
    return List.of();
  }

  private List<Server> servers(int first) {
    List<Server> servers = new ArrayList<>();
    int start = first;
    for (int i = first; i < words.size() && !words.get(i).is("}"); i++) {
      if (words.get(i).is("{")) {
        return List.of();
      }
      if (words.get(i).is(";")) {
        if (words.get(start).is("server") && i > start + 1) {
          servers.add(new Server(words.subList(start, i)));
        }
        start = i + 1;
      }
    }
    return servers;
  }
}
