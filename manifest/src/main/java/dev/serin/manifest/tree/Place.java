package dev.serin.manifest.tree;

/// Where something stands in a file.
///
/// @param file the name of its [Source]
/// @param line from 1
/// @param column from 1, in characters
public record Place(String file, int line, int column) {
  /// The beginning of `file`.
  public static Place start(String file) {
    return new Place(file, 1, 1);
  }

  /// As compilers write it: `file:line:column`.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
