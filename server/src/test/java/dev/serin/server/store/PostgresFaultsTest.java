package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.engine.RolloutStore.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A database that can not be used says where, and what would help; never the password.
@Tag("postgres")
final class PostgresFaultsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a wrong password  | serin  | wrong-geheim | postgres | give the right user and password
          an unknown user   | nobody | wrong-geheim | postgres | give the right user and password
          no password       | serin  | ''           | postgres | give a password: in PGPASSWORD, or
          an unknown name   | serin  | -            | missing  | make it: createdb -h HOST -U USER --encoding=UTF8 missing
          """)
  void whatCanNotBeOpenedSaysWhatWouldHelp(
      String what, String user, String password, String database, String told) {
    Postgres server = Postgres.server();
    String url = "postgresql://" + user + "@127.0.0.1:" + server.port() + "/" + database;
    String given = password.equals("-") ? server.password() : password;

    refused(url, given, told);
  }

  @Test
  void aServerThatIsNotThereIsTold() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    refused(
        "postgresql://kim@127.0.0.1:" + port + "/serin",
        "geheim",
        "is PostgreSQL running at 127.0.0.1:" + port);
  }

  @Test
  void aUserWhoMayNotMakeTablesIsTold() {
    Postgres server = Postgres.server();
    server.execute("CREATE SCHEMA reading");
    server.execute("CREATE USER reader PASSWORD 'geheim'");
    server.execute("GRANT USAGE ON SCHEMA reading TO reader");

    refused(
        "postgresql://reader@127.0.0.1:" + server.port() + "/postgres?currentSchema=reading",
        "geheim",
        "no right to make tables in schema reading; let this user: GRANT CREATE, USAGE ON SCHEMA"
            + " reading TO reader");
  }

  @Test
  void tablesOfAnotherUserAreTold() {
    Postgres server = Postgres.server();
    Store.open(server.schema("owned")).close();
    String schema = Postgres.schemaName("owned");
    server.execute("CREATE USER guest PASSWORD 'geheim'");
    server.execute("GRANT USAGE ON SCHEMA \"" + schema + "\" TO guest");

    refused(
        "postgresql://guest@127.0.0.1:" + server.port() + "/postgres?currentSchema=" + schema,
        "geheim",
        "permission denied for table flyway_schema_history");
  }

  @Test
  void aDatabaseThatCanNotHoldEveryTextIsTold() {
    Postgres server = Postgres.server();
    server.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");

    refused(
        "postgresql://serin@127.0.0.1:" + server.port() + "/latin",
        server.password(),
        "is encoded in LATIN1 and can not hold every text");
  }

  @Test
  void aDatabaseOfANewerProgramIsRefused() {
    DatabaseAddress address = Postgres.server().schema("newer");
    Store.open(address).close();
    Postgres.server()
        .execute(
            "INSERT INTO \""
                + Postgres.schemaName("newer")
                + "\".flyway_schema_history VALUES"
                + " (99, '12', 'x', 'SQL', 'V12.sql', 0, 'kim', now(), 0, true)");

    assertThatThrownBy(() -> Store.open(address))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(address.toString())
        .hasMessageContaining("newer serin (schema 12, and this one knows up to " + Schema.NEWEST)
        .hasMessageContaining("choose another database");
  }

  private static void refused(String url, String password, String told) {
    DatabaseAddress address =
        DatabaseAddress.parse(url, password.isEmpty() ? Map.of() : Map.of("PGPASSWORD", password));

    assertThatThrownBy(() -> Store.open(address))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(address.toString())
        .hasMessageContaining(told)
        .satisfies(e -> assertThat(trace(e)).doesNotContain("geheim"));
  }

  private static String trace(Throwable thrown) {
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all));
    return all.toString();
  }
}
