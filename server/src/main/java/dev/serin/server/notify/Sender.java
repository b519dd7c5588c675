package dev.serin.server.notify;

/// Brings letters to one service.
@FunctionalInterface
interface Sender {
  /// Sends a letter once. May block, for as long as the service's timeout.
  ///
  /// @throws IllegalArgumentException when it can not be written as it should be
  Sent send(Addressed letter);

  /// A letter to somebody.
  ///
  /// @param recipient empty for whom the service itself knows
  record Addressed(Letter letter, Wording wording, String recipient) {
    String title(Wording.Place place) {
      return place.write(wording.title(), letter.values()).strip();
    }

    String text(Wording.Place place) {
      return place.write(wording.text(), letter.values()).strip();
    }
  }
}
