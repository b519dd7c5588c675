package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the bytes of one head, up to and with its blank line, from reads of any size.
///
/// Every line must end with CR LF: a bare one of the two is a fault, because servers disagree on
/// what it means. One empty line before the first is skipped (RFC 9112 section 2.2).
public final class HeadScanner {
  /// The largest head, in bytes.
  public static final int LIMIT = 32 * 1024;

  private static final int FIRST_SIZE = 1024;
  private static final int KEPT_SIZE = 4096;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int start;
  private int length;
  private int lineLength;
  private boolean afterCr;
  private boolean complete;
  private @Nullable Fault fault;

  /// Takes what belongs to the head out of `in`; the rest stays there.
  ///
  /// @return true when there is nothing more to wait for: see [#fault()]
  public boolean feed(ByteBuf in) {
    int from = length;
    int offered = Math.min(in.readableBytes(), LIMIT - length);
    reserve(length + offered);
    in.getBytes(in.readerIndex(), bytes, from, offered);
    int end = scan(from, from + offered);
    length = end;
    in.skipBytes(end - from);
    if (!complete && fault == null && length >= LIMIT) {
      fault = new Fault(431, "a head larger than " + LIMIT + " bytes");
    }
    return complete || fault != null;
  }

  private int scan(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (afterCr) {
        if (b != Ascii.LF) {
          fault = Fault.bad("a carriage return without a line feed");
          return i;
        }
        afterCr = false;
        if (endOfLine(i + 1)) {
          return i + 1;
        }
      } else if (b == Ascii.CR) {
        afterCr = true;
      } else if (b == Ascii.LF) {
        fault = Fault.bad("a line feed without a carriage return");
        return i;
      } else {
        lineLength++;
      }
    }
    return to;
  }

  private boolean endOfLine(int next) {
    if (lineLength == 0) {
      if (start == 0 && next == 2) {
        start = 2;
        return false;
      }
      complete = true;
      return true;
    }
    lineLength = 0;
    return false;
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
    lineLength = 0;
    afterCr = false;
    complete = false;
    fault = null;
    if (bytes.length > KEPT_SIZE) {
      bytes = new byte[FIRST_SIZE];
    }
  }

  private void reserve(int size) {
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(size, bytes.length * 2)));
    }
  }
}
