package dev.serin.cli.judge;

import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.Series;
import dev.serin.providers.kayenta.TimedPair;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Reads series from CSV with a head line. What is wrong is a [Refusal] with the file and the line.
///
/// One file holds the columns `metric`, `group` (`control` or `experiment`) and `value`; two files
/// hold a column for each metric. A column `time` is welcome: seconds or milliseconds since 1970,
/// or ISO 8601. An empty cell is a point without a value: NaN.
final class CsvFiles {
  private static final String TIME = "time";
  private static final String GROUP = "group";
  private static final String METRIC = "metric";
  private static final String VALUE = "value";

  /// Seconds since 1970 stay below this until the year 5138.
  private static final double MILLISECONDS_FROM = 1e11;

  private final Map<String, Column> control = new LinkedHashMap<>();
  private final Map<String, Column> experiment = new LinkedHashMap<>();
  private boolean timed = true;

  private CsvFiles() {}

  private static final class Column {
    private final List<Double> times = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    void add(double time, double value) {
      times.add(time);
      values.add(value);
    }

    Series values() {
      return Series.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    Series seconds(double start) {
      return Series.of(times.stream().mapToDouble(time -> time - start).toArray());
    }
  }

  /// Both sides from one file.
  static Data both(Path file) {
    CsvFiles all = new CsvFiles();
    all.read(
        file,
        (row, time) -> {
          double value = number(file, row, VALUE);
          all.side(file, row)
              .computeIfAbsent(cell(file, row, METRIC), _ -> new Column())
              .add(time, value);
        });
    return all.data();
  }

  /// Each side from a file of its own.
  static Data each(Path controlFile, Path experimentFile) {
    CsvFiles all = new CsvFiles();
    all.readWide(controlFile, all.control);
    all.readWide(experimentFile, all.experiment);
    return all.data();
  }

  private void readWide(Path file, Map<String, Column> side) {
    read(
        file,
        (row, time) -> {
          for (String name : row.getParser().getHeaderNames()) {
            if (!name.equals(TIME)) {
              side.computeIfAbsent(name, _ -> new Column()).add(time, number(file, row, name));
            }
          }
        });
  }

  private void read(Path file, BiConsumer<CSVRecord, Double> take) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();
    try (CSVParser rows = CSVParser.parse(JsonFiles.text(file), format)) {
      boolean hasTime = rows.getHeaderNames().contains(TIME);
      timed &= hasTime;
      for (CSVRecord row : rows) {
        take.accept(row, hasTime ? time(file, row) : row.getRecordNumber() - 1.0);
      }
    } catch (CSVException | IllegalArgumentException wrong) {
      throw new Refusal(file + ": no CSV: " + wrong.getMessage());
    } catch (UncheckedIOException wrong) {
      throw new Refusal(file + ": no CSV: " + wrong.getMessage());
    } catch (IOException wrong) {
      throw new Refusal(file + ": can not be read: " + wrong.getMessage());
    }
  }

  private Map<String, Column> side(Path file, CSVRecord row) {
    String group = cell(file, row, GROUP);
    return switch (group) {
      case "control", "baseline" -> control;
      case "experiment", "canary" -> experiment;
      default -> throw wrong(file, row, "group is \"" + group + "\": give control or experiment");
    };
  }

  private static double time(Path file, CSVRecord row) {
    String text = cell(file, row, TIME);
    try {
      if (text.matches("[0-9.eE+]+")) {
        double number = Double.parseDouble(text);
        return number < MILLISECONDS_FROM ? number : number / 1e3;
      }
      return OffsetDateTime.parse(text).toInstant().toEpochMilli() / 1e3;
    } catch (NumberFormatException | DateTimeParseException _) {
      throw wrong(
          file, row, "time is \"" + text + "\": give seconds since 1970, or 2026-11-23T09:00:00Z");
    }
  }

  private static double number(Path file, CSVRecord row, String column) {
    String text = cell(file, row, column);
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw wrong(file, row, column + " is \"" + text + "\": give a number");
    }
  }

  private static String cell(Path file, CSVRecord row, String column) {
    if (!row.isMapped(column)) {
      throw new Refusal(
          "%s:1: there is no column %s; one file needs metric, group and value, and may have time"
              .formatted(file, column));
    }
    if (!row.isSet(column)) {
      throw wrong(file, row, "has only " + row.size() + " cells");
    }
    return row.get(column);
  }

  private static Refusal wrong(Path file, CSVRecord row, String problem) {
    // Quoted cells may hold line breaks, so that this is the line where the row ends.
    return new Refusal(file + ":" + row.getParser().getCurrentLineNumber() + ": " + problem);
  }

  private Data data() {
    Set<String> names = new LinkedHashSet<>(control.keySet());
    names.addAll(experiment.keySet());
    if (names.isEmpty()) {
      throw new Refusal("the CSV holds no rows: nothing can be judged");
    }
    double controlStart = start(control);
    double experimentStart = start(experiment);
    List<TimedPair> pairs = new ArrayList<>();
    for (String name : names) {
      Column baseline = control.getOrDefault(name, new Column());
      Column canary = experiment.getOrDefault(name, new Column());
      pairs.add(
          new TimedPair(
              new MetricPair(name, name, Map.of(), baseline.values(), canary.values()),
              baseline.seconds(controlStart),
              canary.seconds(experimentStart)));
    }
    return new Data(pairs, timed);
  }

  private static double start(Map<String, Column> side) {
    return side.values().stream()
        .flatMap(column -> column.times.stream())
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(0);
  }
}
