package dev.serin.core.traffic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request must be: every part that is given must match.
public record RequestMatch(
    @Nullable TextMatch method, @Nullable TextMatch path, List<HeaderMatch> headers) {
  /// Copies its list.
  public RequestMatch {
    headers = List.copyOf(headers);
  }
}
