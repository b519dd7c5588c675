package dev.serin.gateway.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header names that the gateway treats in a way of their own.
public enum FieldName {
  AUTHORIZATION("authorization", Fate.PASSED),
  CONNECTION("connection", Fate.REPLACED),
  CONTENT_LENGTH("content-length", Fate.REPLACED),
  COOKIE("cookie", Fate.PASSED),
  EXPECT("expect", Fate.PASSED),
  FORWARDED("forwarded", Fate.CLIENT_CLAIM),
  HOST("host", Fate.PASSED),
  HTTP2_SETTINGS("http2-settings", Fate.HOP),
  KEEP_ALIVE("keep-alive", Fate.HOP),
  PROXY("proxy", Fate.HOP),
  PROXY_AUTHENTICATE("proxy-authenticate", Fate.HOP),
  PROXY_AUTHENTICATION_INFO("proxy-authentication-info", Fate.HOP),
  PROXY_AUTHORIZATION("proxy-authorization", Fate.HOP),
  PROXY_CONNECTION("proxy-connection", Fate.HOP),
  REFERER("referer", Fate.PASSED),
  SERIN_MIRROR("x-serin-mirror", Fate.CLIENT_CLAIM),
  TE("te", Fate.HOP),
  TRACEPARENT("traceparent", Fate.PASSED),
  TRANSFER_ENCODING("transfer-encoding", Fate.REPLACED),
  UPGRADE("upgrade", Fate.REPLACED),
  USER_AGENT("user-agent", Fate.PASSED),
  X_FORWARDED_FOR("x-forwarded-for", Fate.CLIENT_CLAIM),
  X_FORWARDED_HOST("x-forwarded-host", Fate.CLIENT_CLAIM),
  X_FORWARDED_PORT("x-forwarded-port", Fate.CLIENT_CLAIM),
  X_FORWARDED_PREFIX("x-forwarded-prefix", Fate.CLIENT_CLAIM),
  X_FORWARDED_PROTO("x-forwarded-proto", Fate.CLIENT_CLAIM),
  X_REAL_IP("x-real-ip", Fate.CLIENT_CLAIM);

  /// What becomes of a header on its way.
  public enum Fate {
    /// It goes on as it is.
    PASSED,
    /// It concerns this connection alone, and ends here.
    HOP,
    /// The gateway writes its own.
    REPLACED,
    /// Of a request: what a proxy in front says about the client, and anybody can.
    CLIENT_CLAIM
  }

  /// The length of the longest of them.
  static final int LONGEST = longest();

  private static final List<List<Known>> BY_LENGTH = byLength();

  private final String word;
  private final Fate fate;

  FieldName(String word, Fate fate) {
    this.word = word;
    this.fate = fate;
  }

  public Fate fate() {
    return fate;
  }

  /// True when a `Connection` header that names it does not end it here: a client could take away
  /// what others rely on.
  public boolean endToEnd() {
    return fate == Fate.PASSED;
  }

  /// True when a server that takes a trailer for a header comes to no harm.
  public boolean fitsTrailer() {
    return switch (this) {
      case AUTHORIZATION, COOKIE, EXPECT, HOST -> false;
      default -> fate == Fate.PASSED;
    };
  }

  private record Known(Word word, FieldName name) {}

  /// The name that the bytes spell without regard to case, or null when it is none of these.
  public static @Nullable FieldName of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= BY_LENGTH.size()) {
      return null;
    }
    for (Known known : BY_LENGTH.get(length)) {
      if (known.word().same(bytes, from, to)) {
        return known.name();
      }
    }
    return null;
  }

  /// The name that the bytes spell when each `_` is read as `-`, as servers do that hand on headers
  /// as variables; or null.
  public static @Nullable FieldName resembling(byte[] bytes, int from, int to) {
    if (to - from > LONGEST) {
      return null;
    }
    byte[] hyphens = Arrays.copyOfRange(bytes, from, to);
    for (int i = 0; i < hyphens.length; i++) {
      hyphens[i] = hyphens[i] == '_' ? (byte) '-' : hyphens[i];
    }
    return of(hyphens, 0, hyphens.length);
  }

  private static int longest() {
    return Arrays.stream(values()).mapToInt(name -> name.word.length()).max().orElse(0);
  }

  private static List<List<Known>> byLength() {
    List<List<Known>> table = new ArrayList<>();
    for (int length = 0; length <= LONGEST; length++) {
      List<Known> known = new ArrayList<>();
      for (FieldName name : values()) {
        if (name.word.length() == length) {
          known.add(new Known(new Word(name.word), name));
        }
      }
      table.add(List.copyOf(known));
    }
    return List.copyOf(table);
  }
}
