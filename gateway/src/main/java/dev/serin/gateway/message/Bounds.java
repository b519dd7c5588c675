package dev.serin.gateway.message;

/// How large a message may be.
///
/// @param headBytes of a head, with its first line
/// @param headers the lines of a head
/// @param bodyBytes of a body, without the framing of its chunks
public record Bounds(int headBytes, int headers, long bodyBytes) {
  /// 32 KiB and 100 lines of head, and a body of any size.
  public static final Bounds DEFAULT = new Bounds(32 * 1024, 100, Long.MAX_VALUE);
}
