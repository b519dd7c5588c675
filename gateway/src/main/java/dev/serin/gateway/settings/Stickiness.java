package dev.serin.gateway.settings;

import dev.serin.gateway.message.Ascii;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What decides whether two requests come from one user, who shall not see two versions by turns.
///
/// A user's key is hashed with a salt of the release; whose hash lies below the weight sees the
/// canary. So a growing weight only adds users, and the next release begins with others.
public sealed interface Stickiness {
  /// A cookie of the gateway's own, with a random value. A client that never sends it back gets a
  /// new value each time, which makes a split by request.
  ///
  /// @param name a token; `serin` unless there is a reason
  /// @param maxAge how long a client keeps it, 1 s or more
  record OwnCookie(String name, Duration maxAge) implements Stickiness {
    /// @throws IllegalArgumentException when the name is no token or the age is under 1 s
    public OwnCookie {
      requireToken("cookie", name);
      if (maxAge.toSeconds() < 1) {
        throw new IllegalArgumentException("a cookie's age must be 1s or more, but is " + maxAge);
      }
    }
  }

  /// The value of a header, such as a user's number; a request without it is split by chance.
  record Header(String name) implements Stickiness {
    /// @throws IllegalArgumentException when the name is no token
    public Header {
      requireToken("header", name);
    }
  }

  /// The value of a cookie of the service; a request without it is split by chance.
  record Cookie(String name) implements Stickiness {
    /// @throws IllegalArgumentException when the name is no token
    public Cookie {
      requireToken("cookie", name);
    }
  }

  /// The address of the client.
  record ClientAddress() implements Stickiness {}

  /// Nothing: each request is split by chance.
  record None() implements Stickiness {}

  /// The `Set-Cookie` that gives a new user's id; null when there is none to give.
  default @Nullable String cookie(@Nullable String newId) {
    return newId != null && this instanceof OwnCookie own
        ? own.name()
            + "="
            + newId
            + "; Path=/; Max-Age="
            + own.maxAge().toSeconds()
            + "; HttpOnly; SameSite=Lax"
        : null;
  }

  private static void requireToken(String what, String name) {
    boolean token = !name.isEmpty() && name.length() < 256;
    for (int i = 0; i < name.length() && token; i++) {
      token = name.charAt(i) < 0x80 && Ascii.isToken((byte) name.charAt(i));
    }
    if (!token) {
      throw new IllegalArgumentException(
          "the name of a " + what + " must be a token such as user-id, but is \"" + name + "\"");
    }
  }
}
