package dev.serin.server.router;

import dev.serin.routers.nginx.NginxSetup;
import dev.serin.server.router.Setup.Outcome.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Nginx' set-up in words for people.
record NginxLines(NginxSetup setup) implements Setup {
  @Override
  public Outcome init() {
    return told(setup.init());
  }

  @Override
  public Outcome preview() {
    return told(setup.preview());
  }

  @Override
  public Outcome remove() {
    return told(setup.remove());
  }

  private static Outcome told(NginxSetup.Outcome outcome) {
    return switch (outcome) {
      case NginxSetup.Outcome.Ready(var how, var advice) ->
          new Outcome(Kind.DONE, with(List.of(how), advice));
      case NginxSetup.Outcome.Removed(var advice) ->
          new Outcome(Kind.DONE, with(List.of("nothing of Serin is left in nginx"), advice));
      case NginxSetup.Outcome.NeedsLines(var places, var advice) ->
          new Outcome(Kind.NEEDS_A_PERSON, String.join("\n", needed(places, advice)));
      case NginxSetup.Outcome.Preview preview ->
          new Outcome(Kind.DONE, String.join("\n", shown(preview)));
      case NginxSetup.Outcome.Failed(var why, var restored) ->
          new Outcome(Kind.FAILED, why + "\n" + capital(restored));
    };
  }

  /// What is below the first line can be pasted.
  private static List<String> needed(List<NginxSetup.Place> places, List<String> advice) {
    List<String> lines = new ArrayList<>();
    lines.add("the files are written; add these lines once, and run this command again:");
    lines.addAll(lines(places));
    lines.add("");
    advice.forEach(one -> lines.add("# note: " + one));
    return lines;
  }

  private static List<String> lines(List<NginxSetup.Place> places) {
    List<String> lines = new ArrayList<>();
    for (NginxSetup.Place place : places) {
      lines.add("");
      lines.add("# " + place.where());
      lines.addAll(place.lines());
    }
    return lines;
  }

  private static List<String> shown(NginxSetup.Outcome.Preview preview) {
    List<String> lines = new ArrayList<>();
    preview
        .files()
        .forEach(
            (file, text) -> {
              lines.add("# " + file);
              lines.add(text);
            });
    lines.add("# once, in your own configuration:");
    lines.addAll(lines(preview.places()));
    return lines;
  }

  private static String with(List<String> lines, List<String> advice) {
    List<String> all = new ArrayList<>(lines);
    advice.forEach(one -> all.add("note: " + one));
    return String.join("\n", all);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
