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

  private static final int GROUP = 1 << 8;
  private static final int GROUPS = ALL / GROUP;

  /// An arc that holds a share of the buckets as exactly as whole buckets can.
  ///
  /// @param salt where it begins, any number
  static Buckets of(Weight share, int salt) {
    long length = Math.round((double) share.ppm() * ALL / Weight.SCALE);
    return new Buckets(Math.floorMod(salt, ALL), Math.toIntExact(length));
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

  /// The names of the files that stand for it: three digits for a group of 256 buckets that are all
  /// in it, five for a single one. There are at most 4096 + 2 * 255.
  List<String> files() {
    List<String> names = new ArrayList<>();
    for (int group = 0; group < GROUPS; group++) {
      int first = group * GROUP;
      int inside = inside(first);
      if (inside == GROUP) {
        names.add(String.format(Locale.ROOT, "%03x", group));
      } else if (inside > 0) {
        for (int bucket = first; bucket < first + GROUP; bucket++) {
          if (holds(bucket)) {
            names.add(String.format(Locale.ROOT, "%05x", bucket));
          }
        }
      }
    }
    return names;
  }

  /// How many of the 256 buckets from `first` on it holds; it may begin and end in one group.
  private int inside(int first) {
    int inside = 0;
    for (int bucket = first; bucket < first + GROUP; bucket++) {
      inside += holds(bucket) ? 1 : 0;
    }
    return inside;
  }
}
