package dev.serin.server.notify;

import java.time.Duration;
import java.util.Map;

/// A service that takes messages, as it is configured.
sealed interface Destination {
  /// A chat with incoming webhooks in Slack's form: Slack, Mattermost, Rocket.Chat.
  ///
  /// @param url a secret as a whole
  record Chat(Secret url, Duration timeout) implements Destination {}

  /// Any HTTP service.
  ///
  /// @param body a template of JSON; empty for the message's own fields
  record Webhook(Target target, String method, String body) implements Destination {}

  /// An HTTP service that takes CloudEvents.
  ///
  /// @param source what events say they come from; empty for the server's own address
  record Events(Target target, Mode mode, String source) implements Destination {
    /// How an event is written into an HTTP request.
    enum Mode {
      /// All of it in the body, as JSON.
      STRUCTURED,
      /// Its data in the body, and the rest in header fields.
      BINARY
    }
  }

  /// Electronic mail, given to a server by SMTP.
  ///
  /// @param user empty for none
  record Mail(Server server, String from, String user, Secret password) implements Destination {
    /// The server that mail is given to.
    ///
    /// @param port 1 to 65535
    record Server(String host, int port, Security security, Duration timeout) {}

    /// How the way to the server is kept private.
    enum Security {
      /// TLS after a beginning in clear text, or nothing is sent.
      STARTTLS,
      /// TLS from the beginning.
      TLS,
      /// Not at all.
      NONE
    }
  }

  /// An HTTP service.
  ///
  /// @param headers sent along; their values may be secrets
  /// @param signing the secret that requests are signed with; none when it is empty
  record Target(Secret url, Map<String, Secret> headers, Secret signing, Duration timeout) {
    /// Copies its headers.
    public Target {
      headers = Map.copyOf(headers);
    }
  }
}
