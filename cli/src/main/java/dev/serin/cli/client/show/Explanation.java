package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;

/// Why a rollout is where it is, in sentences.
public final class Explanation {
  private static final Map<String, String> MEANING = meaning();

  private final Seen rollout;
  private final Seen evidence;
  private final Instant now;

  /// @param evidence what its comparisons show
  public Explanation(Seen rollout, Seen evidence, Instant now) {
    this.rollout = rollout;
    this.evidence = evidence;
    this.now = now;
  }

  /// For scripts: `where`, `why`, `evidence`, `next`, `actions`.
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rollout", rollout.text("namespace") + "/" + rollout.text("name"));
    tree.put("phase", rollout.text("phase"));
    tree.put("where", where());
    tree.put("why", why());
    tree.put("evidence", shown());
    tree.put("next", next());
    tree.put("actions", actions());
    return tree;
  }

  /// For people.
  public List<AttributedString> lines() {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(new Row().add(Sign.style(rollout.text("phase")).bold(), where()).line());
    section(lines, "Why", why());
    section(lines, "What the analysis shows", shown());
    section(lines, "What happens next", next());
    section(lines, "What you can do", actions());
    return lines;
  }

  private static void section(List<AttributedString> lines, String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      lines.add(Row.EMPTY);
      lines.add(new Row().add(Row.BOLD, title).line());
      sentences.forEach(sentence -> lines.add(new Row().add("  ").add(sentence).line()));
    }
  }

  private String where() {
    String step =
        rollout
            .part("step")
            .map(
                at ->
                    " at step "
                        + (at.count("index") + 1)
                        + " of "
                        + at.count("count")
                        + " ("
                        + at.text("text")
                        + ")")
            .orElse("");
    return rollout.text("name") + " is " + rollout.text("phase") + step + traffic() + ".";
  }

  private String traffic() {
    String stable = rollout.text("stable");
    String current = rollout.text("current", rollout.text("desired"));
    double weight = rollout.number("effectiveWeight");
    double share = Double.isNaN(weight) ? rollout.number("weight") : weight;
    return stable.isEmpty()
        ? ""
        : stable.equals(current)
            ? ": " + stable + " gets all traffic"
            : ": "
                + current
                + " gets "
                + Told.percent(share)
                + "% of the traffic, "
                + stable
                + " the rest";
  }

  private List<String> why() {
    List<String> sentences = rollout.texts("explanation");
    String message = rollout.text("message");
    return sentences.isEmpty() && !message.isEmpty() ? List.of(message) : sentences;
  }

  private List<String> shown() {
    Stream<String> metrics =
        rollout.parts("analysisRuns").stream()
            .flatMap(
                run ->
                    run.parts("metrics").stream()
                        .filter(metric -> !isTold(metric.text("name")))
                        .map(metric -> metric(run, metric)));
    Stream<String> comparisons =
        evidence.parts("comparisons").stream()
            .map(comparison -> comparison.text("metric") + ": " + comparison.text("sentence"));
    return Stream.concat(metrics, comparisons)
        .filter(sentence -> !why().contains(sentence))
        .distinct()
        .toList();
  }

  /// Whether a reason is about a metric already.
  private boolean isTold(String metric) {
    return why().stream().anyMatch(sentence -> sentence.startsWith(metric + ": "));
  }

  private static String metric(Seen run, Seen metric) {
    String value = metric.text("value");
    String message = metric.text("message");
    return metric.text("name")
        + " ("
        + run.text("name")
        + ") is "
        + metric.text("phase")
        + (value.isEmpty() ? "" : ", last value " + value)
        + ", "
        + metric.count("count")
        + " measured"
        + (metric.count("failed") > 0 ? ", " + metric.count("failed") + " failed" : "")
        + (message.isEmpty() ? "" : ": " + message);
  }

  private List<String> next() {
    String waiting = Told.waiting(rollout, now);
    List<String> sentences = new ArrayList<>();
    boolean said = why().stream().anyMatch(sentence -> sentence.startsWith("It waits for"));
    if (!waiting.isEmpty() && !said) {
      sentences.add("It waits for " + waiting + ".");
    }
    int at = Math.toIntExact(rollout.part("step").map(step -> step.count("index")).orElse(-1L));
    List<Seen> steps = rollout.parts("steps");
    if (at >= 0 && at + 1 < steps.size()) {
      sentences.add("Then comes step " + (at + 2) + ": " + steps.get(at + 1).text("text") + ".");
    } else if (at >= 0) {
      sentences.add("This is the last step: then the new revision gets all traffic.");
    }
    return sentences;
  }

  private List<String> actions() {
    String name = rollout.text("name");
    String who =
        rollout.text("namespace").equals("default") ? name : rollout.text("namespace") + "/" + name;
    return rollout.texts("actions").stream()
        .map(action -> command(action, who) + MEANING.getOrDefault(action, ""))
        .toList();
  }

  private static String command(String action, String who) {
    String words =
        action.equals("promoteFull")
            ? "serin promote " + who + " --full"
            : "serin " + action + " " + who;
    return words + " ".repeat(Math.max(2, 34 - words.length()));
  }

  private static Map<String, String> meaning() {
    Map<String, String> meaning = new LinkedHashMap<>();
    meaning.put("promote", "go on: end the pause or the step that it is at");
    meaning.put("promoteFull", "skip all that is left and give the new revision all traffic");
    meaning.put("abort", "take the update back: stable gets all traffic at once");
    meaning.put("retry", "begin the update again at its first step");
    meaning.put("pause", "hold it where it is");
    meaning.put("resume", "end the hold");
    meaning.put("skip", "go on to the next step, whatever this one waits for");
    meaning.put("undo", "go back to the revision that was stable before");
    return meaning;
  }
}
