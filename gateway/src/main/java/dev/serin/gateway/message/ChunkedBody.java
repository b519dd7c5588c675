package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// A body in chunks (RFC 9112 section 7.1), read strictly: hexadecimal size, perhaps an extension,
/// CR LF, data, CR LF; a size of 0 and the trailer end it. A bare CR or LF breaks it anywhere.
///
/// A server may take trailers for headers. So a trailer breaks the body whose name says something
/// about framing, about the connection, or about who asks: see [FieldName#fitsTrailer()].
public final class ChunkedBody implements Body {
  private static final int MAX_SIZE_DIGITS = 15;
  private static final int MAX_TRAILER = 8 * 1024;
  private static final byte[] NO_NAME = new byte[0];

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
    TOO_LARGE,
    BROKEN
  }

  private final long limit;
  private Place place = Place.FIRST_DIGIT;
  private long left;
  private long total;
  private int digits;
  private ChunkExtension extension = new ChunkExtension();
  private int trailer;
  private int nameLength;
  private byte[] name = NO_NAME;
  private boolean data;
  private @Nullable ByteArrayOutputStream kept;

  /// A body of any size.
  public ChunkedBody() {
    this(Long.MAX_VALUE);
  }

  /// A body of a bounded size.
  ///
  /// @param limit of its data, in bytes
  public ChunkedBody(long limit) {
    this.limit = limit;
  }

  /// Keeps the trailer, for [#trailer()].
  public void keepTrailer() {
    kept = new ByteArrayOutputStream(0);
  }

  @Override
  public int take(ByteBuf in) {
    int from = in.readerIndex();
    int end = in.writerIndex();
    int at = from;
    while (at < end && place != Place.DONE) {
      int taken = segment(in, at);
      if (taken < 0) {
        return taken;
      }
      at += taken;
    }
    return at - from;
  }

  /// How many bytes from `at` are either all data or all framing: see [#data()].
  ///
  /// @return [#BROKEN] when they break the framing, [#TOO_LARGE] when there are too many
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
      byte b = in.getByte(next++);
      if (kept != null) {
        keep(kept, b);
      }
      place = step(b);
      if (place == Place.BROKEN || place == Place.TOO_LARGE) {
        return place == Place.BROKEN ? BROKEN : TOO_LARGE;
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

  private void keep(ByteArrayOutputStream trailers, byte b) {
    switch (place) {
      case TRAILER_LINE, TRAILER_NAME, TRAILER_VALUE, TRAILER_LF, LAST_LF -> trailers.write(b);
      default -> {}
    }
  }

  /// The lines behind the last chunk, when they were to be kept and are whole; null for none.
  public @Nullable HeaderLines trailer() {
    if (kept == null || !done() || kept.size() <= 2) {
      return null;
    }
    HeaderLines lines = new HeaderLines();
    byte[] bytes = kept.toByteArray();
    return lines.read(bytes, 0, bytes.length, Integer.MAX_VALUE) == null ? lines : null;
  }

  private Place step(byte b) {
    return switch (place) {
      case FIRST_DIGIT -> digit(b);
      case DIGIT -> b == Ascii.CR ? Place.SIZE_LF : b == ';' ? beginExtension() : digit(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> b == Ascii.LF ? afterSize() : Place.BROKEN;
      case DATA_CR -> b == Ascii.CR ? Place.DATA_LF : Place.BROKEN;
      case DATA_LF -> b == Ascii.LF ? Place.FIRST_DIGIT : Place.BROKEN;
      case TRAILER_LINE -> b == Ascii.CR ? Place.LAST_LF : trailerName(b);
      case TRAILER_NAME -> b == ':' ? trailerValue() : trailerName(b);
      case TRAILER_VALUE ->
          b == Ascii.CR ? Place.TRAILER_LF : trailer(Ascii.isFieldText(b), Place.TRAILER_VALUE);
      case TRAILER_LF -> b == Ascii.LF ? Place.TRAILER_LINE : Place.BROKEN;
      case LAST_LF -> b == Ascii.LF ? Place.DONE : Place.BROKEN;
      case DATA, DONE, TOO_LARGE, BROKEN -> Place.BROKEN;
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

  private Place beginExtension() {
    extension = new ChunkExtension();
    return Place.EXTENSION;
  }

  private Place extension(byte b) {
    return switch (extension.take(b)) {
      case END -> Place.SIZE_LF;
      case BROKEN -> Place.BROKEN;
      case FIRST, NAME, VALUE_FIRST, VALUE, QUOTED, ESCAPED, CLOSED -> Place.EXTENSION;
    };
  }

  private Place afterSize() {
    digits = 0;
    if (left > limit - total) {
      return Place.TOO_LARGE;
    }
    total += left;
    return left == 0 ? Place.TRAILER_LINE : Place.DATA;
  }

  private Place trailerName(byte b) {
    if (name.length == 0) {
      name = new byte[FieldName.LONGEST];
    }
    if (nameLength < name.length) {
      name[nameLength] = b;
    }
    nameLength++;
    return trailer(Ascii.isToken(b), Place.TRAILER_NAME);
  }

  private Place trailerValue() {
    FieldName known = nameLength <= name.length ? FieldName.resembling(name, 0, nameLength) : null;
    nameLength = 0;
    return trailer(known == null || known.fitsTrailer(), Place.TRAILER_VALUE);
  }

  private Place trailer(boolean allowed, Place next) {
    return allowed && ++trailer <= MAX_TRAILER ? next : Place.BROKEN;
  }
}
