package dev.serin.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A PostgreSQL server of the tests' own, on a free port of the loopback address. It is started
/// once for a process of tests, and stopped when that ends.
public final class Postgres {
  static final String USER = "serin";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port;
  private final String password;

  private Postgres(int port, String password) {
    this.port = port;
    this.password = password;
  }

  private static final class Running {
    private static final Postgres SERVER = start();
  }

  public static Postgres server() {
    return Running.SERVER;
  }

  /// The server that the process has started whose child this one is.
  public static Postgres ofParent() {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    try {
      List<String> lines = Files.readAllLines(note(parent));
      return new Postgres(Integer.parseInt(lines.get(0)), lines.get(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where a process tells its children about its server.
  private static Path note(long pid) {
    return Path.of("target", "postgres-" + pid);
  }

  int port() {
    return port;
  }

  String password() {
    return password;
  }

  /// The address of a schema, which is made when it is not there.
  ///
  /// @param name of any form
  public DatabaseAddress schema(String name) {
    return schema(name, "test");
  }

  /// The address of a schema for somebody.
  ///
  /// @param application who asks, for [#awaitGone]
  synchronized DatabaseAddress schema(String name, String application) {
    // One at a time: of two that find no schema, PostgreSQL lets only one make it.
    String schema = schemaName(name);
    execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
    return DatabaseAddress.parse(
        url() + "?currentSchema=" + schema + "&ApplicationName=" + application,
        Map.of("PGPASSWORD", password));
  }

  static String schemaName(String name) {
    return "s" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /// The address of the database, without a password.
  String url() {
    return "postgresql://" + USER + "@127.0.0.1:" + port + "/postgres";
  }

  void execute(String sql) {
    try (Connection connection = connect(port, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /// Waits until nobody who calls himself so is connected.
  void awaitGone(String application) {
    String sql =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + application + "'";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = connect(port, password);
        Statement statement = connection.createStatement()) {
      while (true) {
        try (ResultSet row = statement.executeQuery(sql)) {
          row.next();
          if (row.getInt(1) == 0) {
            return;
          }
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(application + " stays connected");
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect(int port, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
  }

  private static Postgres start() {
    try {
      String password = "geheim-" + UUID.randomUUID();
      Path folder = Files.createTempDirectory("serin-postgres");
      initialise(folder, password);
      int port = freePort();
      Path note = note(ProcessHandle.current().pid());
      Files.writeString(note, port + "\n" + password + "\n");
      Process server =
          new ProcessBuilder(
                  command(
                      "postgres",
                      "-D",
                      folder.resolve("data").toString(),
                      "-p",
                      Integer.toString(port),
                      "-c",
                      "listen_addresses=127.0.0.1",
                      "-c",
                      "unix_socket_directories="))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, List.of(folder, note))));
      Postgres started = new Postgres(port, password);
      started.awaitAnswer(server, folder.resolve("log"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void initialise(Path folder, String password) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), password);
    if (root()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    run(
        command(
            "initdb",
            "--pgdata=" + folder.resolve("data"),
            "--username=" + USER,
            "--pwfile=" + file,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
  }

  private void awaitAnswer(Process server, Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        connect(port, password).close();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline || !server.isAlive()) {
          throw new IllegalStateException(Files.readString(log), e);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static void stop(Process server, List<Path> made) {
    try {
      // Asks for an end at once, also when somebody is connected.
      run(List.of("kill", "-INT", Long.toString(server.pid())));
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
      for (Path place : made) {
        try (Stream<Path> files = Files.walk(place)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The program, run by a user other than root, whom the server refuses.
  private static List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(program(program));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Debian keeps the programs of each version in a folder of its own and out of `PATH`.
  private static String program(String name) {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return name;
    }
    try (Stream<Path> all = Files.list(versions)) {
      return all.map(version -> version.resolve("bin").resolve(name))
          .filter(Files::isExecutable)
          .map(Path::toString)
          .max(Comparator.naturalOrder())
          .orElse(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
