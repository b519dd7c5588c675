package dev.serin.server.rollouts;

/// Who asks for something, and why; both stand in the audit trail.
///
/// @param name of a person or a program, not blank
/// @param why in the author's own words; may be empty
public record Author(String name, String why) {
  /// @throws IllegalArgumentException when the name is blank
  public Author {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an author needs a name");
    }
  }
}
