package dev.serin.gateway.tls;

import dev.serin.gateway.settings.Entrance;
import java.util.Optional;

/// The two files of an identity, looked at again and again.
///
/// They are seldom replaced at the same moment: a change counts once two looks saw the same. Not
/// for several threads at once.
public final class PemFiles {
  private final Entrance.Tls files;
  private PemPair used;
  private PemPair seen;

  /// Reads them for the first time.
  public PemFiles(Entrance.Tls files) {
    this.files = files;
    this.used = PemPair.read(files);
    this.seen = used;
  }

  /// What they held when they were read first, or changed last.
  public PemPair used() {
    return used;
  }

  /// What they hold now; empty when that is what is used, or may still change.
  public Optional<PemPair> changed() {
    PemPair now = PemPair.read(files);
    boolean settled = now.same(seen);
    seen = now;
    if (!settled || now.same(used)) {
      return Optional.empty();
    }
    used = now;
    return Optional.of(now);
  }
}
