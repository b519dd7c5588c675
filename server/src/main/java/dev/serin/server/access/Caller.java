package dev.serin.server.access;

import dev.serin.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who is behind a request, as far as it says.
sealed interface Caller {
  /// How a caller came to be known.
  enum Login {
    NONE,
    TOKEN,
    OIDC;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Somebody.
  ///
  /// @param csrf what requests of a browser's session have to repeat; null for other callers
  /// @param expiresAt null for never
  record Known(Principal principal, Login login, @Nullable String csrf, @Nullable Instant expiresAt)
      implements Caller {}

  /// Nobody who may do anything.
  record Unknown(Problem problem) implements Caller {
    static Unknown because(String why) {
      return new Unknown(Problem.of(401, "login-needed", why));
    }
  }

  /// Somebody who has to wait first.
  record Hasty(Duration patience) implements Caller {}
}
