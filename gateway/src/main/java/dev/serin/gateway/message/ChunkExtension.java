package dev.serin.gateway.message;

/// What may stand behind a chunk's size (RFC 9112 section 7.1.1): names, each perhaps with a value,
/// which is a token or in quotes.
///
/// ```
/// FIRST -> NAME --=--> VALUE_FIRST -> VALUE | QUOTED <-> ESCAPED
///   ^        |                          |       | "
///   +---;----+--------------------------+---- CLOSED     CR ends it behind a name or a value
/// ```
final class ChunkExtension {
  private static final int LIMIT = 1024;

  /// What comes next.
  enum Place {
    FIRST,
    NAME,
    VALUE_FIRST,
    VALUE,
    QUOTED,
    ESCAPED,
    CLOSED,
    END,
    BROKEN
  }

  private Place place = Place.FIRST;
  private int length;

  /// Looks at the byte behind those before.
  ///
  /// @return `END` behind the CR, `BROKEN` when it fits nowhere
  Place take(byte b) {
    place = ++length > LIMIT ? Place.BROKEN : next(b);
    return place;
  }

  private Place next(byte b) {
    return switch (place) {
      case FIRST -> Ascii.isToken(b) ? Place.NAME : Place.BROKEN;
      case NAME -> Ascii.isToken(b) ? Place.NAME : b == '=' ? Place.VALUE_FIRST : behind(b);
      case VALUE_FIRST -> b == '"' ? Place.QUOTED : Ascii.isToken(b) ? Place.VALUE : Place.BROKEN;
      case VALUE -> Ascii.isToken(b) ? Place.VALUE : behind(b);
      case QUOTED -> b == '"' ? Place.CLOSED : b == '\\' ? Place.ESCAPED : text(b);
      case ESCAPED -> text(b);
      case CLOSED -> behind(b);
      case END, BROKEN -> Place.BROKEN;
    };
  }

  private static Place behind(byte b) {
    return b == ';' ? Place.FIRST : b == Ascii.CR ? Place.END : Place.BROKEN;
  }

  private static Place text(byte b) {
    return Ascii.isFieldText(b) ? Place.QUOTED : Place.BROKEN;
  }
}
