package dev.serin.gateway.accesslog;

import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import org.jspecify.annotations.Nullable;

/// How lines look.
interface Style {
  /// Of a header's value or a target; the rest is left out.
  int LONGEST = 2048;

  /// What stands before the two digits of a byte that is no printable ASCII.
  byte[] escape();

  /// Writes what is known when a request begins.
  ///
  /// @return where the status is to be put in
  int begin(Line line, Request request, Timestamps time);

  /// Writes what is known when it ended, and ends the line.
  ///
  /// @param mark what [#begin] returned
  void end(Line line, int mark, Ending ending);

  /// What is known of a request when it ended.
  ///
  /// @param status that the client got; 499 when it got none
  /// @param endpoint its host and port; null when none had it
  record Ending(
      int status,
      Outcome outcome,
      long nanos,
      long received,
      long sent,
      @Nullable String endpoint) {}

  /// The line of a head with that name; -1 when there is none.
  static int find(@Nullable RequestHead head, FieldName name) {
    return head == null ? -1 : head.lines().find(name);
  }

  /// Adds somebody else's text.
  static void foreign(Line line, byte[] text, int from, int to) {
    int end = Math.min(to, from + LONGEST);
    line.foreign(text, from, end);
    if (end < to) {
      line.put('.').put('.').put('.');
    }
  }

  /// Adds the value of a header.
  static void value(Line line, HeaderLines lines, int i) {
    foreign(line, lines.bytes(), lines.valueStart(i), lines.valueEnd(i));
  }

  /// Adds a text of our own, or the address of a client.
  static void text(Line line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.foreign(c < 0x100 ? (byte) c : (byte) '?');
    }
  }
}
