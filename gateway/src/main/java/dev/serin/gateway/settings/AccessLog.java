package dev.serin.gateway.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where each request is written down.
///
/// @param file null for the standard output
public record AccessLog(@Nullable Path file, Format format) {
  /// How a line looks.
  public enum Format {
    /// An object of JSON.
    JSON,
    /// The common log format, with revision, latency and more behind it.
    COMMON
  }
}
