package dev.serin.manifest.tree;

import java.nio.charset.StandardCharsets;

/// A file to read: its name, for messages, and what it holds.
public final class Source {
  private final String name;
  private final byte[] bytes;

  private Source(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /// The file `name` with its bytes.
  public static Source of(String name, byte[] bytes) {
    return new Source(name, bytes.clone());
  }

  /// The file `name` with its text, in UTF-8.
  public static Source of(String name, String text) {
    return new Source(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// What messages call it, such as its path.
  public String name() {
    return name;
  }

  /// A copy of what it holds.
  public byte[] bytes() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }
}
