package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the bytes of one head, up to and with its blank line, from reads of any size.
///
/// Every line must end with CR LF: a bare one of the two is a fault, because servers disagree on
/// what it means. One empty line before the first is skipped (RFC 9112 section 2.2).
public final class HeadScanner {
  /// The largest head, in bytes, unless something else is said.
  public static final int LIMIT = Bounds.DEFAULT.headBytes();

  private static final int STEP = 1024;
  private static final int KEPT_SIZE = 4096;
  private static final byte[] NOTHING = new byte[0];

  private final int limit;
  private byte[] bytes = NOTHING;
  private int start;
  private int length;
  private int lineStart;
  private boolean afterCr;
  private boolean complete;
  private @Nullable Fault fault;

  /// A scanner of heads up to [#LIMIT].
  public HeadScanner() {
    this(LIMIT);
  }

  /// A scanner of heads up to a size.
  ///
  /// @param limit in bytes
  public HeadScanner(int limit) {
    this.limit = limit;
  }

  /// Takes what belongs to the head out of `in`; the rest stays there.
  ///
  /// @return true when there is nothing more to wait for: see [#fault()]
  public boolean feed(ByteBuf in) {
    while (in.isReadable() && !complete && fault == null) {
      // In steps, since a large body may stand behind a small head.
      int offered = Math.min(Math.min(in.readableBytes(), STEP), limit - length);
      reserve(length + offered);
      in.getBytes(in.readerIndex(), bytes, length, offered);
      int end = scan(length, length + offered);
      in.skipBytes(end - length);
      length = end;
      if (!complete && fault == null && length >= limit) {
        fault = tooLarge();
      }
    }
    return complete || fault != null;
  }

  private Fault tooLarge() {
    return lineStart == start
        ? new Fault(414, "a first line larger than " + limit + " bytes")
        : new Fault(431, "a head larger than " + limit + " bytes");
  }

  private int scan(int from, int to) {
    int at = afterCr ? from : Ascii.endOfText(bytes, from, to);
    while (at < to) {
      byte b = bytes[at];
      if (b == Ascii.LF && !afterCr) {
        fault = Fault.bad("a line feed without a carriage return");
        return at;
      }
      if (b != Ascii.LF && afterCr) {
        fault = Fault.bad("a carriage return without a line feed");
        return at;
      }
      at++;
      afterCr = b == Ascii.CR;
      if (b == Ascii.LF && endOfLine(at)) {
        return at;
      }
      at = afterCr ? at : Ascii.endOfText(bytes, at, to);
    }
    return to;
  }

  private boolean endOfLine(int next) {
    boolean empty = next - lineStart == 2;
    lineStart = next;
    if (empty && next == 2) {
      start = 2;
      return false;
    }
    complete = empty;
    return empty;
  }

  /// What is wrong with the head so far; null when nothing is.
  public @Nullable Fault fault() {
    return fault;
  }

  /// The bytes; they stay as they are until [#reset()].
  public byte[] bytes() {
    return bytes;
  }

  /// Where the first line begins.
  public int start() {
    return start;
  }

  /// Just behind the blank line.
  public int end() {
    return length;
  }

  /// Makes ready for the next head.
  public void reset() {
    start = 0;
    length = 0;
    lineStart = 0;
    afterCr = false;
    complete = false;
    fault = null;
    if (bytes.length > KEPT_SIZE) {
      bytes = NOTHING;
    }
  }

  /// Gives back its memory, if it is between two heads.
  public void shrink() {
    if (length == 0) {
      bytes = NOTHING;
    }
  }

  private void reserve(int size) {
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(size, bytes.length * 2)));
    }
  }
}
