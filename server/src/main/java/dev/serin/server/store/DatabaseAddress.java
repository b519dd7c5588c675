package dev.serin.server.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL database is, and who asks it. Its text has no password in it.
public final class DatabaseAddress {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
              + "(?<hosts>HOST(?:,HOST)*)(?:/(?<database>[^/?@]*))?(?:\\?(?<options>.*))?"
                  .replace("HOST", "(?:\\[[0-9a-f:.]+\\]|[^\\[\\]:,/?@]+)(?::[0-9]+)?"),
          Pattern.CASE_INSENSITIVE);

  private final String hosts;
  private final String database;
  private final Properties properties;

  private DatabaseAddress(String hosts, String database, Properties properties) {
    this.hosts = hosts;
    this.database = database;
    this.properties = properties;
  }

  /// True when a text is to be read by [#parse], and false when it may be a folder.
  public static boolean looksLikeOne(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("postgres:")
        || lower.startsWith("postgresql:")
        || lower.startsWith("jdbc:");
  }

  /// Reads `postgresql://user:password@host:port/database?option=value` or the same as JDBC writes
  /// it, where `user` and `password` are options. Everything but the host may be left out.
  ///
  /// A password that is not there is taken from `PGPASSWORD`, and else from the file that
  /// `PGPASSFILE` names or `~/.pgpass`.
  ///
  /// @param environment the variables of the environment
  /// @throws IllegalArgumentException when it is of another form; the text is not in the message,
  ///     because it may hold a password
  public static DatabaseAddress parse(String url, Map<String, String> environment) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "the database must be given as postgresql://user@host:port/database");
    }
    Properties properties = new Properties();
    put(properties, "user", form.group("user"));
    put(properties, "password", form.group("password"));
    String options = form.group("options");
    for (String option : options == null ? new String[0] : options.split("&", -1)) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        put(properties, option.substring(0, equals), option.substring(equals + 1));
      }
    }
    String password = environment.get("PGPASSWORD");
    if (password != null) {
      properties.putIfAbsent("password", password);
    }
    String database = form.group("database");
    return new DatabaseAddress(
        form.group("hosts"), database == null ? "" : decoded(database), properties);
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      properties.setProperty(name, decoded(value));
    }
  }

  /// Unlike in a form, a plus sign means itself.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a percent sign in the database's address must be written %25", e);
    }
  }

  /// The driver's address, which holds neither a user nor a password.
  String jdbcUrl() {
    return "jdbc:postgresql://" + hosts + "/" + encoded(database);
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// What the driver is told besides, with the password.
  Properties properties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  /// Who asks; empty for the user that runs this process.
  String user() {
    return properties.getProperty("user", "");
  }

  String hosts() {
    return hosts;
  }

  String database() {
    return database;
  }

  boolean hasPassword() {
    return properties.containsKey("password");
  }

  /// `postgresql://user@host:port/database`.
  @Override
  public String toString() {
    return "postgresql://" + (user().isEmpty() ? "" : user() + "@") + hosts + "/" + database;
  }
}
