package dev.serin.server.access;

import dev.serin.server.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The logins of the dashboard. They outlive a restart; only a hash of each cookie is stored.
final class Sessions {
  private final Store store;
  private final InstantSource clock;
  private final Remembered<Session> remembered;

  Sessions(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.remembered = new Remembered<>(clock);
  }

  /// Somebody's login.
  ///
  /// @param token the number of the token that it was made with; null for OpenID Connect
  record Session(Principal principal, @Nullable Long token, Instant expiresAt) {}

  /// Begins a session, and forgets those that are over.
  ///
  /// @return the cookie's value
  String begin(Session session) {
    String secret = Secret.random();
    String sql =
        """
        INSERT INTO session (hash, caller, grants, token, expires_at)
        VALUES (:hash, :caller, :grants, :token, :expires)""";
    store.write(
        "begin a session",
        handle -> {
          handle
              .createUpdate("DELETE FROM session WHERE expires_at < :now")
              .bind("now", clock.instant().toString())
              .execute();
          return handle
              .createUpdate(sql)
              .bind("hash", Secret.hash(secret))
              .bind("caller", session.principal().name())
              .bind("grants", Grants.written(session.principal().grants()))
              .bind("token", session.token())
              .bind("expires", session.expiresAt().toString())
              .execute();
        });
    return secret;
  }

  /// The session of a cookie, unless it or its token is over.
  Optional<Session> find(String secret) {
    return remembered
        .find(Secret.hash(secret), this::search)
        .filter(session -> clock.instant().isBefore(session.expiresAt()));
  }

  private Optional<Session> search(String hash) {
    String sql =
        """
        SELECT session.caller, session.grants, session.token, session.expires_at,
          token.expires_at AS token_expires_at
        FROM session LEFT JOIN token ON token.number = session.token
        WHERE session.hash = :hash
          AND (session.token IS NULL OR (token.number IS NOT NULL AND token.revoked_at IS NULL))""";
    return store.read(
        "look a session up",
        handle -> handle.createQuery(sql).bind("hash", hash).map((row, _) -> read(row)).findOne());
  }

  /// Ends a session.
  void end(String secret) {
    store.write(
        "end a session",
        handle ->
            handle
                .createUpdate("DELETE FROM session WHERE hash = :hash")
                .bind("hash", Secret.hash(secret))
                .execute());
    remembered.forget();
  }

  /// Asks the database again: a token was revoked.
  void forget() {
    remembered.forget();
  }

  private static Session read(ResultSet row) throws SQLException {
    Instant ends = Instant.parse(row.getString("expires_at"));
    @Nullable String tokenEnds = row.getString("token_expires_at");
    Instant first =
        tokenEnds == null || ends.isBefore(Instant.parse(tokenEnds))
            ? ends
            : Instant.parse(tokenEnds);
    long token = row.getLong("token");
    boolean byToken = !row.wasNull();
    Principal principal =
        new Principal(row.getString("caller"), Grants.read(row.getString("grants")));
    return new Session(principal, byToken ? token : null, first);
  }
}
