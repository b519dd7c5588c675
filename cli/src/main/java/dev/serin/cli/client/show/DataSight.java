package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object a line, or one YAML document, for each change.
public final class DataSight implements Sight {
  private final Console console;
  private final Layout layout;
  private final boolean rolloutsAlone;
  private @Nullable Seen last;

  private DataSight(Console console, Layout layout, boolean rolloutsAlone) {
    this.console = console;
    this.layout = layout;
    this.rolloutsAlone = rolloutsAlone;
  }

  /// The rollout at each change, as `get` writes it.
  ///
  /// @param layout JSON or YAML
  public static DataSight ofRollouts(Console console, Layout layout) {
    return new DataSight(console, layout, true);
  }

  /// Each event: `type` (`rollout` or `transition`), and under the same name what the server told.
  ///
  /// @param layout JSON or YAML
  public static DataSight ofEverything(Console console, Layout layout) {
    return new DataSight(console, layout, false);
  }

  @Override
  public void rollout(Seen rollout) {
    if (!rollout.equals(last)) {
      event("rollout", rollout);
    }
    last = rollout;
  }

  @Override
  public void transition(Seen transition) {
    if (!rolloutsAlone) {
      event("transition", transition);
    }
  }

  @Override
  public void signals(Seen signals) {
    // Scripts that want them ask for them.
  }

  @Override
  public void note(String message) {
    if (!message.isEmpty()) {
      console.fail(message);
    }
  }

  @Override
  public void close() {
    console.out().flush();
  }

  private void event(String type, Seen data) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put(type, data.tree());
    if (layout == Layout.YAML) {
      console.out().println("---");
    }
    layout.print(console, rolloutsAlone ? data.tree() : event, List::of);
  }
}
