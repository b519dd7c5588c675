package dev.serin.server.access.oidc;

import java.time.Instant;
import java.util.Map;

/// What came of asking who somebody is.
public sealed interface Identity {
  /// The provider vouches for them.
  ///
  /// @param name of the configured claim
  /// @param expiresAt when the provider's word ends
  record Known(String name, Instant expiresAt, Map<String, Object> claims) implements Identity {
    /// Only the name: claims may be private.
    @Override
    public String toString() {
      return "Known[" + name + "]";
    }
  }

  /// It does not, or not for this server, or no longer.
  ///
  /// @param why one sentence without the token
  record Refused(String why) implements Identity {}

  /// The provider can not be asked at present.
  ///
  /// @param why one sentence with its address
  record Unreachable(String why) implements Identity {}
}
