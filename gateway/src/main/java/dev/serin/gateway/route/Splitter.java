package dev.serin.gateway.route;

import dev.serin.core.traffic.Weight;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.Word;
import dev.serin.gateway.settings.Stickiness;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides who is among the canary's users.
///
/// @param salt of the release
/// @param word the name of the cookie or header that holds the key
public record Splitter(Stickiness stickiness, long salt, Weight weight, Word word) {
  private static final int LONGEST_KEY = 256;

  public static Splitter of(Stickiness stickiness, String release, Weight weight) {
    String name =
        switch (stickiness) {
          case Stickiness.OwnCookie own -> own.name();
          case Stickiness.Cookie cookie -> cookie.name();
          case Stickiness.Header header -> header.name().toLowerCase(Locale.ROOT);
          case Stickiness.ClientAddress _, Stickiness.None _ -> "";
        };
    return new Splitter(stickiness, Bucket.salt(release), weight, new Word(name));
  }

  /// A request's share in the split.
  ///
  /// @param newId the value of the cookie that the response shall set; null for none
  public record Share(boolean canary, @Nullable String newId) {
    private static final Share CANARY = new Share(true, null);
    private static final Share STABLE = new Share(false, null);

    static Share of(boolean canary) {
      return canary ? CANARY : STABLE;
    }
  }

  /// Whether the canary gets this request.
  ///
  /// @param client the client's address
  public Share share(RequestHead head, String client) {
    return switch (stickiness) {
      case Stickiness.OwnCookie _ -> byOwnCookie(head);
      case Stickiness.Cookie _ -> byCookie(head);
      case Stickiness.Header _ -> byHeader(head);
      case Stickiness.ClientAddress _ -> Share.of(below(Bucket.of(salt, client)));
      case Stickiness.None _ -> byChance(ThreadLocalRandom.current());
    };
  }

  private Share byOwnCookie(RequestHead head) {
    long found = head.cookie(word);
    if (usable(found)) {
      return Share.of(below(bucket(head, found)));
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    String id = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    return new Share(below(Bucket.of(salt, id)), id);
  }

  private Share byCookie(RequestHead head) {
    long found = head.cookie(word);
    return usable(found)
        ? Share.of(below(bucket(head, found)))
        : byChance(ThreadLocalRandom.current());
  }

  private Share byHeader(RequestHead head) {
    HeaderLines lines = head.lines();
    for (int i = 0; i < lines.count(); i++) {
      if (lines.named(i, word) && lines.valueStart(i) < lines.valueEnd(i)) {
        int place = Bucket.of(salt, lines.bytes(), lines.valueStart(i), lines.valueEnd(i));
        return Share.of(below(place));
      }
    }
    return byChance(ThreadLocalRandom.current());
  }

  private Share byChance(RandomGenerator random) {
    return Share.of(below(random.nextInt(Weight.SCALE)));
  }

  private int bucket(RequestHead head, long found) {
    return Bucket.of(salt, head.bytes(), (int) (found >>> 32), (int) found);
  }

  private static boolean usable(long found) {
    return found >= 0 && (int) found - (int) (found >>> 32) <= LONGEST_KEY;
  }

  private boolean below(int place) {
    return place < weight.ppm();
  }
}
