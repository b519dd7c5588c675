package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.client.TokenOrder;
import dev.serin.cli.view.Columns;
import dev.serin.cli.view.Columns.Cell;
import dev.serin.cli.view.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;

/// The tokens of a server in a table.
public final class TokenTable {
  private TokenTable() {}

  /// The table.
  ///
  /// @param tokens without what is secret
  public static List<AttributedString> of(List<Seen> tokens, Instant now) {
    Columns columns = new Columns("ID", "NAME", "ROLES", "MADE BY", "MADE AT", "EXPIRES", "USED");
    for (Seen token : tokens) {
      columns.add(
          Cell.of(token.text("id")),
          Cell.of(token.text("name")),
          Cell.of(roles(token)),
          Cell.of(token.text("by", "-")),
          Cell.of(at(token, "createdAt", "-")),
          expires(token, now),
          Cell.of(at(token, "usedAt", "-")));
    }
    return columns.lines();
  }

  /// What is said of a token that was just made.
  public static String made(Seen token, TokenOrder order) {
    return "token "
        + token.text("id")
        + " for "
        + order.name()
        + ": "
        + order.role()
        + " in "
        + (order.namespace().equals("*") ? "every namespace" : order.namespace())
        + token
            .time("expiresAt")
            .map(at -> ", until " + at.truncatedTo(ChronoUnit.SECONDS))
            .orElse("")
        + "; keep it now, it is not shown again";
  }

  private static Cell expires(Seen token, Instant now) {
    if (token.time("revokedAt").isPresent()) {
      return new Cell(Row.RED, "revoked at " + at(token, "revokedAt", ""));
    }
    boolean over = token.time("expiresAt").filter(at -> at.isBefore(now)).isPresent();
    String word = at(token, "expiresAt", "never");
    return over ? new Cell(Row.RED, word + " (over)") : Cell.of(word);
  }

  private static String at(Seen token, String name, String otherwise) {
    return token
        .time(name)
        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
        .orElse(otherwise);
  }

  private static String roles(Seen token) {
    return token.parts("roles").stream()
        .map(
            grant ->
                grant.text("role")
                    + (grant.text("namespace", "*").equals("*")
                        ? " everywhere"
                        : " in " + grant.text("namespace")))
        .collect(Collectors.joining(", "));
  }
}
