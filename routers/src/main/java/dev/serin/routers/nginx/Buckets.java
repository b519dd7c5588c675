package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The users of the second pool, by the first five hexadecimal digits of their ids: 2^20 buckets.
/// It is an arc of the circle of all buckets, so that a share that grows keeps whom it had.
///
/// @param start the first bucket of the arc, 0 to 2^20 - 1
/// @param length of the arc, 0 to 2^20
record Buckets(int start, int length) {
  /// How many buckets there are.
  static final int ALL = 1 << 20;

  /// The digits of a file's name. Coarser ones make a switch quick: few files are made for it; each
  /// size more is one more look per request.
  private static final int[] DIGITS = {2, 4, 5};

  private static final int COARSEST = 1 << 12;

  /// An arc that holds a share of the buckets as exactly as whole buckets can.
  ///
  /// @param salt where it begins, any number
  static Buckets of(Weight share, int salt) {
    long length = Math.round((double) share.ppm() * ALL / Weight.SCALE);
    return new Buckets(Math.floorMod(salt, ALL / COARSEST) * COARSEST, Math.toIntExact(length));
  }

  /// The share of all buckets that files of these names stand for.
  static Weight share(Iterable<String> names) {
    long buckets = 0;
    for (String name : names) {
      if (isBucket(name)) {
        buckets += size(name.length());
      }
    }
    return new Weight(
        (int) Math.min(Weight.SCALE, Math.round((double) buckets * Weight.SCALE / ALL)));
  }

  /// True for the name of a file that stands for users.
  static boolean isBucket(String name) {
    return name.matches("[0-9a-f]{2}|[0-9a-f]{4}|[0-9a-f]{5}");
  }

  private static int size(int digits) {
    return 1 << (4 * (5 - digits));
  }

  /// All buckets that are not in it.
  Buckets others() {
    return new Buckets(Math.floorMod(start + length, ALL), ALL - length);
  }

  /// The share of all users that it really holds.
  Weight share() {
    return new Weight(Math.toIntExact(Math.round((double) length * Weight.SCALE / ALL)));
  }

  boolean holds(int bucket) {
    return Math.floorMod(bucket - start, ALL) < length;
  }

  /// The names of the files that stand for it: two digits for 4096 buckets that are all in it, four
  /// for 16, five for a single one. There are at most 256 + 2 * (255 + 15).
  List<String> files() {
    List<String> names = new ArrayList<>();
    add(names, start, Math.min(start + length, ALL));
    add(names, 0, Math.max(0, start + length - ALL));
    return names;
  }

  /// Covers a range with the largest pieces that fit.
  private static void add(List<String> names, int from, int to) {
    int at = from;
    while (at < to) {
      int digits = digits(at, to);
      int size = size(digits);
      names.add(String.format(Locale.ROOT, "%0" + digits + "x", at / size));
      at += size;
    }
  }

  private static int digits(int at, int to) {
    for (int digits : DIGITS) {
      if (at % size(digits) == 0 && at + size(digits) <= to) {
        return digits;
      }
    }
    throw new IllegalStateException("a single bucket always fits");
  }
}
