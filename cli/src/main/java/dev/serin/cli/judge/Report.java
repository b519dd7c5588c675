package dev.serin.cli.judge;

import dev.serin.cli.console.Json;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MetricResult;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.SeriesSummary;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.providers.kayenta.TimedPair;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A judgement as a page that opens without a network: a table, and plots of both populations where
/// scripts run.
///
/// Names and reasons come from outside. They are escaped, and the page's own policy lets only its
/// two scripts run.
public final class Report {
  private static final String PLOTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private Report() {}

  /// The page.
  public static String html(Judged judged) {
    String library = resource(PLOTS + "uPlot.iife.min.js");
    String script = resource("report.js");
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("policy", hash(library) + " " + hash(script));
    parts.put("title", title(judged));
    parts.put("style", resource(PLOTS + "uPlot.min.css") + resource("report.css"));
    parts.put("verdict", judged.judgement().score().verdict().label());
    parts.put("summary", summary(judged));
    parts.put("groups", groups(judged));
    parts.put("rows", rows(judged.judgement().results()));
    parts.put("unseen", unseen(judged.unseen()));
    parts.put("cards", cards(judged.judgement().results()));
    parts.put("data", data(judged).replace("<", "\\u003c"));
    parts.put("library", library);
    parts.put("script", script);
    return filled(resource("report.html"), parts);
  }

  /// In one pass, so that no part can hold a place for another.
  private static String filled(String template, Map<String, String> parts) {
    StringBuilder page = new StringBuilder();
    String[] pieces = template.split("\\{\\{|}}", -1);
    for (int index = 0; index < pieces.length; index++) {
      page.append(
          index % 2 == 0 ? pieces[index] : Objects.requireNonNull(parts.get(pieces[index])));
    }
    return page.toString();
  }

  private static String title(Judged judged) {
    String name = judged.config().name();
    return escaped(name.isEmpty() ? "Canary" : name);
  }

  private static String summary(Judged judged) {
    Judgement.Score score = judged.judgement().score();
    String text =
        "<b class=\"score\">%s</b> <span>of 100; passes from %s, marginal from %s</span>"
            .formatted(
                Shown.number(score.value()),
                Shown.number(judged.thresholds().pass()),
                Shown.number(judged.thresholds().marginal()));
    return score.reason().isEmpty()
        ? text
        : text + "<p class=\"reason\">" + escaped(score.reason()) + "</p>";
  }

  private static String groups(Judged judged) {
    return judged.judgement().score().groups().stream()
        .map(group -> group(group, judged.thresholds()))
        .collect(Collectors.joining("\n"));
  }

  private static String group(Judgement.Group group, Thresholds thresholds) {
    String name = "<li><span>" + escaped(Shown.text(group.name())) + "</span>";
    if (group.noData()) {
      return name + "<em>no data, counts as 100</em></li>";
    }
    String meter =
        "<meter min=\"0\" max=\"100\" optimum=\"100\" low=\"%s\" high=\"%s\" value=\"%s\"></meter>"
            .formatted(thresholds.marginal(), thresholds.pass(), group.score());
    return name + meter + "<b>" + Shown.number(group.score()) + "</b></li>";
  }

  private static String rows(List<MetricResult> results) {
    List<String> rows = new ArrayList<>();
    for (int index = 0; index < results.size(); index++) {
      MetricResult result = results.get(index);
      rows.add(
          """
          <tr><th scope="row"><a href="#m%d">%s</a></th><td>%s</td><td>%s</td><td>%s</td><td>%s</td>\
          <td>%s</td><td class="text">%s</td></tr>"""
              .formatted(
                  index,
                  escaped(Shown.name(result)),
                  chip(result),
                  Shown.number(result.ratio()),
                  mean(result.control()),
                  mean(result.experiment()),
                  Shown.interval(result),
                  escaped(result.reason())));
    }
    return String.join("\n", rows);
  }

  private static String chip(MetricResult result) {
    String label = result.classification().label();
    return "<span class=\"chip %s\">%s</span>%s%s"
        .formatted(
            label,
            label,
            result.critical() ? " <span class=\"chip critical\">critical</span>" : "",
            result.muted() ? " <span class=\"chip\">muted</span>" : "");
  }

  private static String mean(SeriesSummary summary) {
    return summary.count() == 0 ? "-" : Shown.number(summary.mean());
  }

  private static String unseen(List<String> names) {
    return names.isEmpty()
        ? ""
        : "<p>Not judged, because the data does not name them: "
            + escaped(Shown.text(String.join(", ", names)))
            + ".</p>";
  }

  private static String cards(List<MetricResult> results) {
    List<String> cards = new ArrayList<>();
    for (int index = 0; index < results.size(); index++) {
      MetricResult result = results.get(index);
      cards.add(
          """
          <section class="card" id="m%d"><h3>%s %s</h3>
          <p class="facts">baseline %s &middot; canary %s</p>
          <div class="plots"><figure><div class="plot time"></div></figure>\
          <figure><div class="plot spread"></div></figure></div></section>"""
              .formatted(
                  index,
                  escaped(Shown.name(result)),
                  chip(result),
                  facts(result.control()),
                  facts(result.experiment())));
    }
    return String.join("\n", cards);
  }

  private static String facts(SeriesSummary summary) {
    return summary.count() == 0
        ? "no data"
        : "%d points, mean %s, deviation %s, %s to %s"
            .formatted(
                summary.count(),
                Shown.number(summary.mean()),
                Shown.number(summary.std()),
                Shown.number(summary.min()),
                Shown.number(summary.max()));
  }

  private static String data(Judged judged) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("timed", judged.data().timed());
    List<Object> metrics = new ArrayList<>();
    for (TimedPair pair : judged.data().timedPairs()) {
      Map<String, Object> metric = new LinkedHashMap<>();
      metric.put("control", side(pair.controlTimes(), pair.pair().control()));
      metric.put("experiment", side(pair.experimentTimes(), pair.pair().experiment()));
      metrics.add(metric);
    }
    data.put("metrics", metrics);
    return Json.line(data);
  }

  private static List<List<@Nullable Double>> side(Series times, Series values) {
    List<@Nullable Double> x = new ArrayList<>();
    List<@Nullable Double> y = new ArrayList<>();
    for (int index = 0; index < values.size(); index++) {
      x.add(times.at(index));
      y.add(Double.isFinite(values.at(index)) ? values.at(index) : null);
    }
    return List.of(x, y);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Report.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
