package dev.serin.providers.http;

import java.util.List;

/// A header field of a request. Its value may be a secret.
public record Header(String key, String value) {
  /// Says that the body is an HTML form.
  public static final Header FORM = new Header("Content-Type", "application/x-www-form-urlencoded");

  /// Says that the body is JSON.
  public static final Header JSON = new Header("Content-Type", "application/json");

  /// Reads Argo's `headers`, a list of `{key, value}`.
  public static List<Header> of(Settings settings) {
    return settings.each("headers").stream()
        .map(entry -> new Header(entry.required("key"), entry.text("value").orElse("")))
        .toList();
  }

  /// Without the value.
  @Override
  public String toString() {
    return key + ": *****";
  }
}
