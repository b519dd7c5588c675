package dev.serin.providers.http;

import java.util.List;

/// Who a provider says it is.
public sealed interface Credentials {
  /// Nobody.
  record None() implements Credentials {}

  /// A name and a password (RFC 7617).
  record Basic(String username, String password) implements Credentials {
    /// Without the password.
    @Override
    public String toString() {
      return "Basic[" + username + "]";
    }
  }

  /// A client that fetches a bearer token (RFC 6749, section 4.4).
  record ClientCredentials(
      WebAddress tokenUrl, String clientId, String clientSecret, List<String> scopes)
      implements Credentials {
    /// Copies its list.
    public ClientCredentials {
      scopes = List.copyOf(scopes);
    }

    /// Without the secret.
    @Override
    public String toString() {
      return "ClientCredentials[" + clientId + " at " + tokenUrl + "]";
    }
  }
}
