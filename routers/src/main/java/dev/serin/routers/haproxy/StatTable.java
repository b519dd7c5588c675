package dev.serin.routers.haproxy;

import dev.serin.routers.haproxy.RuntimeApi.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// HAProxy's own counters of one backend: a row for each server, and one for the backend.
///
/// @param rows in HAProxy's order
record StatTable(List<Row> rows) {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setAllowMissingColumnNames(true).get();

  private static final List<String> STATUSES =
      List.of("hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other");

  /// One row.
  ///
  /// @param server its name; `BACKEND` for the sum
  /// @param status such as `UP`, `DOWN 1/3` or `no check`
  /// @param requests answered since HAProxy started
  /// @param failed those with a status of 500 or above
  /// @param check what the last check of its health found
  record Row(String server, String status, long requests, long failed, String check) {
    /// True when HAProxy sends requests there.
    boolean up() {
      return status.startsWith("UP") || status.equals("no check");
    }

    /// True for the sum of a backend.
    boolean isSum() {
      return server.equals("BACKEND");
    }
  }

  /// What asking for it came to.
  sealed interface Found {
    /// This is it.
    record Table(StatTable table) implements Found {}

    /// HAProxy can not be asked, or has no such backend.
    ///
    /// @param why with what would help
    record Not(String why) implements Found {}
  }

  /// Asks for a backend's counters.
  static Found ask(RuntimeApi api, String backend) {
    return switch (api.ask("show stat " + backend + " 6 -1")) {
      case Reply.Unreachable(String why) -> new Found.Not(why);
      case Reply.Answer(String text) when text.startsWith("# pxname,") ->
          new Found.Table(read(text.substring(2)));
      case Reply.Answer(String text) ->
          new Found.Not(
              "HAProxy at %s does not show backend %s: %s; run `serin haproxy init`, or look at setting serin/haproxy.backend"
                  .formatted(api.address(), backend, text));
    };
  }

  /// Reads the table without the sign before its head.
  static StatTable read(String csv) {
    try (CSVParser parser = CSVParser.parse(csv, FORMAT)) {
      return new StatTable(parser.getRecords().stream().map(StatTable::row).toList());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Row row(CSVRecord record) {
    long requests = STATUSES.stream().mapToLong(name -> number(record, name)).sum();
    return new Row(
        text(record, "svname"),
        text(record, "status"),
        requests,
        number(record, "hrsp_5xx"),
        (text(record, "check_status") + " " + text(record, "last_chk")).strip());
  }

  private static String text(CSVRecord record, String name) {
    return record.isSet(name) ? record.get(name) : "";
  }

  private static long number(CSVRecord record, String name) {
    String text = text(record, name);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  /// The rows of some servers.
  List<Row> servers(Predicate<String> names) {
    return rows.stream().filter(row -> !row.isSum() && names.test(row.server())).toList();
  }

  /// The row of the backend itself.
  List<Row> sum() {
    return rows.stream().filter(Row::isSum).toList();
  }
}
