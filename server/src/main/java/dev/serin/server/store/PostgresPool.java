package dev.serin.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.serin.core.engine.RolloutStore.StoreException;
import java.sql.Types;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// A PostgreSQL database, over a pool of connections.
final class PostgresPool implements Database {
  /// How long a connection is waited for, and how long making one may take.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long an answer is waited for: a network that swallows it must not stop a thread for ever.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final DatabaseAddress address;
  private final HikariDataSource source;
  private final Jdbi jdbi;

  private PostgresPool(DatabaseAddress address, HikariDataSource source) {
    this.address = address;
    this.source = source;
    this.jdbi = Jdbi.create(source).registerArgument(new Text());
  }

  static PostgresPool at(DatabaseAddress address) {
    HikariDataSource source = null;
    try {
      source = new HikariDataSource(config(address));
      PostgresPool pool = new PostgresPool(address, source);
      pool.prepare();
      source = null;
      return pool;
    } catch (PoolInitializationException | JdbiException | FlywayException e) {
      throw PostgresFaults.refused(address, "open the store", e);
    } finally {
      if (source != null) {
        source.close();
      }
    }
  }

  private void prepare() {
    jdbi.useHandle(
        handle -> {
          String encoding = handle.createQuery("SHOW server_encoding").mapTo(String.class).one();
          if (!encoding.equals("UTF8")) {
            throw new StoreException(
                "the database "
                    + address
                    + " is encoded in "
                    + encoding
                    + " and can not hold every text: make one with ENCODING 'UTF8'",
                null);
          }
          if (Schema.version(handle, Dialect.POSTGRES) < Schema.NEWEST) {
            refuseWithoutRights(handle);
          }
          Schema.bring(handle, source, Dialect.POSTGRES, address.toString());
        });
  }

  /// The migrations would try for ten seconds.
  private void refuseWithoutRights(Handle handle) {
    String schema =
        handle.createQuery("SELECT current_schema()").mapTo(String.class).findOne().orElse("");
    if (schema.isEmpty()) {
      throw new StoreException(
          "the database " + address + " has no schema for the tables: CREATE SCHEMA public", null);
    }
    boolean may =
        handle
            .createQuery("SELECT has_schema_privilege(:schema, 'CREATE')")
            .bind("schema", schema)
            .mapTo(Boolean.class)
            .one();
    if (!may) {
      throw PostgresFaults.noRights(address, schema);
    }
  }

  private static HikariConfig config(DatabaseAddress address) {
    Properties properties = address.properties();
    properties.putIfAbsent("ApplicationName", "serin");
    properties.putIfAbsent("connectTimeout", seconds(PATIENCE));
    properties.putIfAbsent("loginTimeout", seconds(PATIENCE));
    properties.putIfAbsent("socketTimeout", seconds(SILENCE));
    properties.putIfAbsent("tcpKeepAlive", "true");
    properties.putIfAbsent("reWriteBatchedInserts", "true");
    HikariConfig config = new HikariConfig();
    config.setPoolName("serin");
    config.setJdbcUrl(address.jdbcUrl());
    config.setDataSourceProperties(properties);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setMinimumIdle(1);
    config.setMaximumPoolSize(10);
    return config;
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRES;
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  @Override
  public <T> T readMoment(Function<Handle, T> work) {
    return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return jdbi.inTransaction(work::apply);
  }

  @Override
  public StoreException refused(String doing, Throwable cause) {
    return PostgresFaults.refused(address, doing, cause);
  }

  @Override
  public void close() {
    source.close();
  }

  @Override
  public String toString() {
    return address.toString();
  }

  /// Text with a sign in the place of each zero character, which PostgreSQL can not hold: a message
  /// from outside must not keep a rollout from being saved.
  private static final class Text extends AbstractArgumentFactory<String> {
    Text() {
      super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String value, ConfigRegistry config) {
      String text = value.replace('\u0000', '\u2400');
      return (position, statement, _) -> statement.setString(position, text);
    }
  }
}
