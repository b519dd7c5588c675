package dev.serin.server.router;

import dev.serin.routers.haproxy.HaproxySetup;
import dev.serin.routers.haproxy.SetupOutcome;
import dev.serin.server.router.Setup.Outcome.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// HAProxy's set-up in words for people.
record HaproxyLines(HaproxySetup setup) implements Setup {
  @Override
  public Outcome init() {
    return told(setup.init(), "HAProxy is ready: it runs with the lines that Serin added to %s");
  }

  @Override
  public Outcome preview() {
    return told(setup.preview(), "%s");
  }

  @Override
  public Outcome remove() {
    return told(setup.remove(), "HAProxy runs without Serin's lines; %s is as it was");
  }

  private static Outcome told(SetupOutcome outcome, String ready) {
    return switch (outcome) {
      case SetupOutcome.Ready(var file, var notes) -> {
        List<String> lines = new ArrayList<>(List.of(ready.formatted(file)));
        notes.forEach(note -> lines.add("note: " + note));
        yield new Outcome(Kind.DONE, String.join("\n", lines));
      }
      case SetupOutcome.Preview preview -> new Outcome(Kind.DONE, shown(preview));
      case SetupOutcome.Failed(var why, var state) ->
          new Outcome(Kind.FAILED, why + "\n" + capital(state));
    };
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String shown(SetupOutcome.Preview preview) {
    List<String> lines = new ArrayList<>();
    lines.add("# into %s, at the end of %s:".formatted(preview.file(), preview.frontend()));
    lines.addAll(preview.frontendLines());
    lines.add("");
    lines.add("# at the end of %s:".formatted(preview.file()));
    lines.addAll(preview.backendLines());
    preview.notes().forEach(note -> lines.add("# note: " + note));
    return String.join("\n", lines);
  }
}
