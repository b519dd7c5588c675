package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;

/// A body in chunks (RFC 9112 section 7.1), read strictly: hexadecimal size, perhaps an extension,
/// CR LF, data, CR LF; a size of 0 and the trailer end it. A bare CR or LF breaks it anywhere.
public final class ChunkedBody implements Body {
  private static final int MAX_SIZE_DIGITS = 15;
  private static final int MAX_EXTENSION = 1024;
  private static final int MAX_TRAILER = 8 * 1024;

  private enum Place {
    FIRST_DIGIT,
    DIGIT,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_LINE,
    TRAILER_NAME,
    TRAILER_VALUE,
    TRAILER_LF,
    LAST_LF,
    DONE,
    BROKEN
  }

  private Place place = Place.FIRST_DIGIT;
  private long left;
  private int digits;
  private int extension;
  private int trailer;
  private boolean data;

  @Override
  public int take(ByteBuf in) {
    int from = in.readerIndex();
    int end = in.writerIndex();
    int at = from;
    while (at < end && place != Place.DONE) {
      int taken = segment(in, at);
      if (taken == BROKEN) {
        return BROKEN;
      }
      at += taken;
    }
    return at - from;
  }

  /// How many bytes from `at` are either all data or all framing: see [#data()].
  ///
  /// @return [#BROKEN] when they break the framing
  public int segment(ByteBuf in, int at) {
    int end = in.writerIndex();
    data = place == Place.DATA;
    if (data) {
      int taken = (int) Math.min(left, end - at);
      left -= taken;
      if (left == 0) {
        place = Place.DATA_CR;
      }
      return taken;
    }
    int next = at;
    while (next < end && place != Place.DATA && place != Place.DONE) {
      place = step(in.getByte(next++));
      if (place == Place.BROKEN) {
        return BROKEN;
      }
    }
    return next - at;
  }

  /// True when the last segment was data.
  public boolean data() {
    return data;
  }

  @Override
  public boolean done() {
    return place == Place.DONE;
  }

  private Place step(byte b) {
    return switch (place) {
      case FIRST_DIGIT -> digit(b);
      case DIGIT -> b == Ascii.CR ? Place.SIZE_LF : b == ';' ? Place.EXTENSION : digit(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> b == Ascii.LF ? afterSize() : Place.BROKEN;
      case DATA_CR -> b == Ascii.CR ? Place.DATA_LF : Place.BROKEN;
      case DATA_LF -> b == Ascii.LF ? Place.FIRST_DIGIT : Place.BROKEN;
      case TRAILER_LINE -> b == Ascii.CR ? Place.LAST_LF : trailer(Ascii.isToken(b));
      case TRAILER_NAME -> b == ':' ? trailerPlace(Place.TRAILER_VALUE) : trailer(Ascii.isToken(b));
      case TRAILER_VALUE -> b == Ascii.CR ? Place.TRAILER_LF : trailer(Ascii.isFieldText(b));
      case TRAILER_LF -> b == Ascii.LF ? Place.TRAILER_LINE : Place.BROKEN;
      case LAST_LF -> b == Ascii.LF ? Place.DONE : Place.BROKEN;
      case DATA, DONE, BROKEN -> Place.BROKEN;
    };
  }

  private Place digit(byte b) {
    int value = Ascii.hex(b);
    if (value < 0 || ++digits > MAX_SIZE_DIGITS) {
      return Place.BROKEN;
    }
    left = (left << 4) | value;
    return Place.DIGIT;
  }

  private Place extension(byte b) {
    if (b == Ascii.CR) {
      return Place.SIZE_LF;
    }
    return Ascii.isFieldText(b) && ++extension <= MAX_EXTENSION ? Place.EXTENSION : Place.BROKEN;
  }

  private Place afterSize() {
    digits = 0;
    extension = 0;
    return left == 0 ? Place.TRAILER_LINE : Place.DATA;
  }

  private Place trailer(boolean allowed) {
    if (!allowed) {
      return Place.BROKEN;
    }
    return trailerPlace(place == Place.TRAILER_LINE ? Place.TRAILER_NAME : place);
  }

  private Place trailerPlace(Place next) {
    return ++trailer <= MAX_TRAILER ? next : Place.BROKEN;
  }
}
