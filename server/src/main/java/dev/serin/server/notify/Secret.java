package dev.serin.server.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A text of the configuration that may be a secret: `env:VAR` and `file:PATH` say where it is, and
/// anything else is the text itself. It is read anew each time, so that it can be changed.
record Secret(String written) {
  static final Secret NONE = new Secret("");

  private static final String VARIABLE = "env:";
  private static final String FILE = "file:";

  /// Whether the configuration only says where it is.
  boolean isReference() {
    return written.startsWith(VARIABLE) || written.startsWith(FILE);
  }

  /// The text; empty when there is none at that place.
  ///
  /// @param environment the variables of the environment
  Optional<String> read(Map<String, String> environment) {
    if (written.startsWith(VARIABLE)) {
      return Optional.ofNullable(environment.get(written.substring(VARIABLE.length())));
    }
    if (!written.startsWith(FILE)) {
      return Optional.of(written);
    }
    try {
      return Optional.of(Files.readString(Path.of(written.substring(FILE.length()))).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The place, and nothing of a secret.
  @Override
  public String toString() {
    return isReference() ? written : "*****";
  }
}
