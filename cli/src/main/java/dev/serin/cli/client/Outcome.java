package dev.serin.cli.client;

import dev.serin.core.rollout.RolloutId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What came of asking a rollout for something.
///
/// @param rollout who was asked
/// @param verb what was asked
/// @param message the engine's answer, or what becomes of the command
/// @param where it went
public record Outcome(Kind kind, RolloutId rollout, String verb, String message, Where where) {
  /// Whether it was done.
  public enum Kind {
    /// The engine did it.
    DONE,
    /// The engine did not, because it makes no sense now.
    REFUSED,
    /// Nobody answered yet; the command is stored.
    KEPT
  }

  /// Where a command went.
  ///
  /// @param field of JSON: `server` or `state`
  /// @param address of the server, or the state folder
  /// @param words for people
  public record Where(String field, String address, String words) {
    /// A server.
    public static Where server(Target target) {
      return new Where("server", target.address().toString(), "at " + target.named());
    }

    /// A state folder.
    public static Where state(java.nio.file.Path folder) {
      return new Where("state", folder.toString(), "in the state folder " + folder);
    }
  }

  /// For people.
  public String sentence() {
    String who = (rollout.namespace().equals("default") ? rollout.name() : rollout) + ": " + verb;
    String place = " (" + where.words() + ")";
    return switch (kind) {
      case DONE -> who + ": " + message + place;
      case REFUSED -> who + " refused: " + message + place;
      case KEPT -> who + " is kept: " + message + place;
    };
  }

  /// For scripts: `rollout`, `command`, `outcome` (`done`, `refused`, `kept`), `message`, and
  /// `server` or `state`.
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rollout", rollout.toString());
    tree.put("command", verb);
    tree.put("outcome", kind.name().toLowerCase(Locale.ROOT));
    tree.put("message", message);
    tree.put(where.field(), where.address());
    return tree;
  }
}
