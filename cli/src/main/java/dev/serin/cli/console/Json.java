package dev.serin.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// JSON on one line.
public final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  /// A tree of maps, lists, texts, numbers and booleans on one line.
  public static String line(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + tree.getClass(), e);
    }
  }
}
