package dev.serin.gateway.route;

import dev.serin.core.traffic.Weight;
import java.nio.charset.StandardCharsets;

/// Where a user stands on the line from 0 to 999 999 that a weight cuts in two.
///
/// The hash is FNV-1a over the key's bytes, begun at the salt, and mixed at the end by the
/// finaliser of MurmurHash3 (fmix64), without which FNV's high bits follow the last byte.
public final class Bucket {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Bucket() {}

  /// The salt of a release.
  public static long salt(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return hash(FNV_OFFSET, bytes, 0, bytes.length);
  }

  /// The place of a key, 0 to 999 999.
  public static int of(long salt, byte[] key, int from, int to) {
    return (int) Long.remainderUnsigned(hash(salt, key, from, to), Weight.SCALE);
  }

  /// The place of a key, 0 to 999 999.
  public static int of(long salt, String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return of(salt, bytes, 0, bytes.length);
  }

  private static long hash(long seed, byte[] bytes, int from, int to) {
    long hash = seed;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
