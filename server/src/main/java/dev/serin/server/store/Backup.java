package dev.serin.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.core.engine.RolloutStore.StoreException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// A whole store in a text file, the same for both databases: a line of JSON that says what it is,
/// a line for each row, and a line at the end that counts them.
final class Backup {
  private static final int FORMAT = 1;

  /// How many rows are on their way at once.
  private static final int TOGETHER = 500;

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<Table> TABLES =
      List.of(
          new Table("rollout", "namespace name status version updated_at", ""),
          new Table("run", "namespace name position document", ""),
          new Table("accumulator", "namespace name run metric document", ""),
          new Table(
              "measurement", "namespace name run metric number finished_at kept document", ""),
          new Table(
              "transition",
              "number namespace name version happened_at reason message status",
              "number"),
          new Table(
              "request",
              "number namespace name command asked_by asked_at answer why asking place undo",
              "number"),
          new Table("plan", "namespace name document", ""),
          new Table("document", "kind namespace name content changed applied_by applied_at", ""),
          new Table(
              "document_use", "namespace name document_kind document_namespace document_name", ""),
          new Table("summary", "namespace name phase document updated_at", ""),
          new Table("outbox", "transition asked_by", ""),
          new Table(
              "delivery",
              "number id event service recipient namespace name document state attempts created_at"
                  + " due_at finished_at problem",
              "number"),
          new Table(
              "token",
              "number name hash grants made_by made_at expires_at revoked_at used_at",
              "number"),
          new Table(
              "audit",
              "number happened_at caller action namespace name why outcome remote",
              "number"),
          new Table("canary", "id kind application status created_at document due", ""));

  private Backup() {}

  /// @param counted the column that the database counts itself; empty for none
  private record Table(String name, List<String> columns, String counted) {
    Table(String name, String columns, String counted) {
      this(name, List.of(columns.split(" ")), counted);
    }

    String list(String before) {
      return columns.stream().map(it -> before + it).collect(Collectors.joining(", "));
    }
  }

  /// Writes every row to a new file.
  ///
  /// @return how many there are
  static long write(Handle handle, Path file) {
    try {
      return writeNew(handle, file.toAbsolutePath());
    } catch (IOException | UncheckedIOException e) {
      throw new StoreException("can not write the backup " + file + ": " + e, e);
    }
  }

  private static long writeNew(Handle handle, Path file) throws IOException {
    if (Files.exists(file)) {
      throw new StoreException("there is a file " + file + " already: choose another name", null);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(fresh);
    PrivateFiles.create(fresh);
    try {
      long rows;
      try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
        rows = writeAll(handle, out);
      }
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static long writeAll(Handle handle, BufferedWriter out) throws IOException {
    ObjectNode head = JSON.createObjectNode();
    line(out, head.put("serin", "backup").put("format", FORMAT).put("schema", Schema.NEWEST));
    long rows = 0;
    for (Table table : TABLES) {
      try (var all =
          handle
              .createQuery("SELECT " + table.list("") + " FROM " + table.name())
              .setFetchSize(TOGETHER)
              .map((row, _) -> row(table, row))
              .iterator()) {
        while (all.hasNext()) {
          line(out, all.next());
          rows++;
        }
      }
    }
    line(out, JSON.createObjectNode().put("rows", rows));
    return rows;
  }

  private static ObjectNode row(Table table, java.sql.ResultSet row) throws java.sql.SQLException {
    ObjectNode line = JSON.createObjectNode().put("table", table.name());
    for (String column : table.columns()) {
      Object value = row.getObject(column);
      switch (value) {
        case null -> line.putNull(column);
        case Number number -> line.put(column, number.longValue());
        default -> line.put(column, value.toString());
      }
    }
    return line;
  }

  private static void line(BufferedWriter out, JsonNode node) throws IOException {
    out.write(JSON.writeValueAsString(node));
    out.write('\n');
  }

  /// Reads every row of a file into empty tables.
  ///
  /// @return how many there are
  static long read(Handle handle, Dialect dialect, Path file) {
    if (dialect == Dialect.POSTGRES) {
      handle.execute(
          "LOCK TABLE "
              + TABLES.stream().map(Table::name).collect(Collectors.joining(", "))
              + " IN EXCLUSIVE MODE");
    }
    for (Table table : TABLES) {
      refuseFull(handle, table);
    }
    long rows;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      rows = new Reading(handle, file, in).all();
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage());
    } catch (IOException e) {
      throw new StoreException("can not read the backup " + file + ": " + e, e);
    }
    if (dialect == Dialect.POSTGRES) {
      TABLES.forEach(table -> countOn(handle, table));
    }
    handle.execute("UPDATE catalog SET number = (SELECT coalesce(max(changed), 0) FROM document)");
    return rows;
  }

  private static void refuseFull(Handle handle, Table table) {
    String sql = "SELECT count(*) FROM (SELECT 1 FROM " + table.name() + " LIMIT 1) AS found";
    if (handle.createQuery(sql).mapTo(Integer.class).one() > 0) {
      throw new StoreException(
          "a backup can only be restored into an empty store, and this one has rows of '"
              + table.name()
              + "': choose a new one",
          null);
    }
  }

  /// Numbers go on after those that were read.
  private static void countOn(Handle handle, Table table) {
    if (!table.counted().isEmpty()) {
      handle
          .createQuery(
              "SELECT setval(pg_get_serial_sequence(:table, :column), max(number)) FROM "
                  + table.name())
          .bind("table", table.name())
          .bind("column", table.counted())
          .mapTo(Long.class)
          .findOne();
    }
  }

  private static StoreException damaged(Path file, String how) {
    return new StoreException(
        "the backup " + file + " is damaged (" + how + "): take another one", null);
  }

  /// Reads a file from its beginning.
  private static final class Reading {
    private final Handle handle;
    private final Path file;
    private final BufferedReader in;

    Reading(Handle handle, Path file, BufferedReader in) {
      this.handle = handle;
      this.file = file;
      this.in = in;
    }

    long all() throws IOException {
      refuseOthers(next());
      long rows = 0;
      JsonNode line = next();
      for (Table table : TABLES) {
        PreparedBatch batch = insert(table);
        while (line.path("table").asText().equals(table.name())) {
          bind(batch, table, line).add();
          rows++;
          if (batch.size() == TOGETHER) {
            batch.execute();
          }
          line = next();
        }
        if (batch.size() > 0) {
          batch.execute();
        }
        batch.close();
      }
      if (line.path("rows").asLong(-1) != rows) {
        throw damaged(file, "it does not end as it should, after " + rows + " rows");
      }
      return rows;
    }

    private JsonNode next() throws IOException {
      String text = in.readLine();
      if (text == null) {
        throw damaged(file, "it is cut off");
      }
      return JSON.readTree(text);
    }

    private void refuseOthers(JsonNode head) {
      if (!head.path("serin").asText().equals("backup")) {
        throw new StoreException("the file " + file + " is no backup of serin", null);
      }
      int schema = head.path("schema").asInt();
      if (head.path("format").asInt() != FORMAT || schema != Schema.NEWEST) {
        throw new StoreException(
            "the backup "
                + file
                + " is of another serin (schema "
                + schema
                + ", and this one is at "
                + Schema.NEWEST
                + "): restore it with that one, and open what comes of it with this one",
            null);
      }
    }

    private PreparedBatch insert(Table table) {
      return handle.prepareBatch(
          "INSERT INTO "
              + table.name()
              + " ("
              + table.list("")
              + ") VALUES ("
              + table.list(":")
              + ")");
    }

    private PreparedBatch bind(PreparedBatch batch, Table table, JsonNode line) {
      for (String column : table.columns()) {
        JsonNode value = line.path(column);
        if (value.isMissingNode()) {
          throw damaged(file, "a row of '" + table.name() + "' has no '" + column + "'");
        }
        if (value.isIntegralNumber()) {
          batch.bind(column, value.asLong());
        } else {
          batch.bind(column, value.textValue());
        }
      }
      return batch;
    }
  }
}
