package dev.serin.server.access;

import dev.serin.server.Refusal;
import dev.serin.server.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The tokens of a store: made, listed, revoked, and recognised. A token is shown once, when it is
/// made; only its hash is stored.
public final class Tokens {
  /// How every token begins, so that scanners of repositories and logs find one that leaked.
  public static final String PREFIX = "serin_";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern NAMESPACE = Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  /// How often at most it is written down that a token was used.
  private static final Duration USE = Duration.ofMinutes(1);

  private final Store store;
  private final InstantSource clock;
  private final Remembered<Token> remembered;
  private final Remembered<Boolean> anyMade;

  /// The tokens of a store.
  public Tokens(Store store) {
    this(store, InstantSource.system());
  }

  Tokens(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.remembered = new Remembered<>(clock);
    this.anyMade = new Remembered<>(clock);
  }

  /// A token that somebody wants.
  ///
  /// @param name 1 to 63 letters, digits, dots, hyphens and underscores
  /// @param grants at least one
  /// @param expiresAt null for never
  public record Order(String name, List<Grant> grants, @Nullable Instant expiresAt) {
    /// Checks and copies.
    ///
    /// @throws Refusal when it can not be made so
    public Order {
      grants = grants.stream().distinct().toList();
      if (!NAME.matcher(name).matches()) {
        throw new Refusal(
            "a token can not be named \""
                + name
                + "\": give 1 to 63 letters, digits, dots, hyphens and underscores");
      }
      if (grants.isEmpty() || grants.stream().anyMatch(grant -> grant.role() == Role.ANYONE)) {
        throw new Refusal("a token needs the role viewer, operator or admin");
      }
      grants.forEach(Order::check);
    }

    private static void check(Grant grant) {
      if (!NAMESPACE.matcher(grant.namespace()).matches()) {
        throw new Refusal("\"" + grant.namespace() + "\" is no namespace: name one, or * for all");
      }
    }
  }

  /// A token as it is stored.
  ///
  /// @param id from 1
  /// @param by who made it
  /// @param usedAt to the minute; null for never
  public record Token(
      long id,
      Order order,
      String by,
      Instant madeAt,
      @Nullable Instant revokedAt,
      @Nullable Instant usedAt) {
    /// Who calls with it.
    public Principal principal() {
      return new Principal("token:" + order.name(), order.grants());
    }

    /// True when it is neither revoked nor expired.
    public boolean valid(Instant now) {
      return revokedAt == null && (order.expiresAt() == null || now.isBefore(order.expiresAt()));
    }
  }

  /// A new token, with what is shown this once.
  public record Issued(Token token, String secret) {
    /// Without the secret.
    @Override
    public String toString() {
      return "Issued[" + token + "]";
    }
  }

  /// Makes a token. Also without a server: `serin token create` works on the database.
  ///
  /// @param by who asks, for the list
  /// @throws Refusal when a token that is not revoked has the name, or it would be expired already
  public Issued issue(Order order, String by) {
    Instant now = clock.instant();
    if (order.expiresAt() != null && !now.isBefore(order.expiresAt())) {
      throw new Refusal("a token can not expire at " + order.expiresAt() + ": that is over");
    }
    String secret = PREFIX + Secret.random();
    Token token = new Token(0, order, by, now, null, null);
    long id = store.write("make a token", handle -> insert(handle, token, secret));
    anyMade.forget();
    return new Issued(new Token(id, order, by, now, null, null), secret);
  }

  private static long insert(Handle handle, Token token, String secret) {
    Order order = token.order();
    String taken = "SELECT count(*) FROM token WHERE name = :name AND revoked_at IS NULL";
    if (handle.createQuery(taken).bind("name", order.name()).mapTo(Integer.class).one() > 0) {
      throw new Refusal(
          "there is a token \"" + order.name() + "\" already: revoke it, or choose another name");
    }
    String sql =
        """
        INSERT INTO token (name, hash, grants, made_by, made_at, expires_at)
        VALUES (:name, :hash, :grants, :by, :at, :expires) RETURNING number""";
    return handle
        .createQuery(sql)
        .bind("name", order.name())
        .bind("hash", Secret.hash(secret))
        .bind("grants", Grants.written(order.grants()))
        .bind("by", token.by())
        .bind("at", token.madeAt().toString())
        .bind("expires", order.expiresAt() == null ? null : order.expiresAt().toString())
        .mapTo(Long.class)
        .one();
  }

  /// All tokens that were ever made, also those that are no longer valid, oldest first.
  public List<Token> list() {
    return store.read(
        "list the tokens",
        handle ->
            handle
                .createQuery("SELECT * FROM token ORDER BY number")
                .map((row, _) -> read(row))
                .list());
  }

  /// Revokes a token and the sessions that were made with it.
  ///
  /// @return false when there is none of that number that is not revoked yet
  public boolean revoke(long id) {
    boolean revoked =
        store.write(
            "revoke a token",
            handle ->
                handle
                        .createUpdate(
                            "UPDATE token SET revoked_at = :at"
                                + " WHERE number = :id AND revoked_at IS NULL")
                        .bind("at", clock.instant().toString())
                        .bind("id", id)
                        .execute()
                    > 0);
    remembered.forget();
    return revoked;
  }

  /// True once a token was made, also when it is revoked or expired since: a server that asked for
  /// a login does not stop to.
  public boolean anyMade() {
    return anyMade.find("", _ -> count() > 0 ? Optional.of(true) : Optional.empty()).isPresent();
  }

  private int count() {
    return store.read(
        "look for tokens",
        handle ->
            handle
                .createQuery("SELECT count(*) FROM (SELECT 1 FROM token LIMIT 1) AS found")
                .mapTo(Integer.class)
                .one());
  }

  /// The valid token that a caller shows.
  Optional<Token> find(String secret) {
    return secret.startsWith(PREFIX)
        ? remembered.find(Secret.hash(secret), this::search).filter(it -> it.valid(clock.instant()))
        : Optional.empty();
  }

  private Optional<Token> search(String hash) {
    Optional<Token> found =
        store.read(
            "look a token up",
            handle ->
                handle
                    .createQuery("SELECT * FROM token WHERE hash = :hash")
                    .bind("hash", hash)
                    .map((row, _) -> read(row))
                    .findOne());
    found.filter(it -> it.valid(clock.instant())).ifPresent(this::noteUse);
    return found;
  }

  private void noteUse(Token token) {
    Instant now = clock.instant();
    if (token.usedAt() == null || now.isAfter(token.usedAt().plus(USE))) {
      store.write(
          "note the use of a token",
          handle ->
              handle
                  .createUpdate("UPDATE token SET used_at = :at WHERE number = :id")
                  .bind("at", now.toString())
                  .bind("id", token.id())
                  .execute());
    }
  }

  private static Token read(ResultSet row) throws SQLException {
    Order order =
        new Order(
            row.getString("name"),
            Grants.read(row.getString("grants")),
            instant(row.getString("expires_at")));
    return new Token(
        row.getLong("number"),
        order,
        row.getString("made_by"),
        Instant.parse(row.getString("made_at")),
        instant(row.getString("revoked_at")),
        instant(row.getString("used_at")));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
