package dev.serin.gateway.tls;

import dev.serin.gateway.settings.Entrance;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// The identity of an entrance, read again when its files change.
///
/// Connections made before a change go on with the identity that they began with. Files that can
/// not be used, such as a half-written pair, change nothing: the old identity stays, and a warning
/// tells why.
public final class ServerIdentity {
  private static final System.Logger LOG = System.getLogger(ServerIdentity.class.getName());

  private final Entrance.Tls files;
  private final List<String> protocols;
  private final PemFiles watched;
  private volatile Identity current;
  private final AtomicLong reloads = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  private ServerIdentity(
      Entrance.Tls files, List<String> protocols, PemFiles watched, Identity current) {
    this.files = files;
    this.protocols = protocols;
    this.watched = watched;
    this.current = current;
  }

  /// What came of reading the files for the first time.
  public sealed interface Opened {
    /// They can be used.
    record Ready(ServerIdentity identity) implements Opened {}

    /// They can not.
    ///
    /// @param why with the path and what would help
    record Refused(String why) implements Opened {}
  }

  /// Reads the files.
  ///
  /// @param protocols offered to clients (ALPN), the most wanted first
  public static Opened open(Entrance.Tls files, List<String> protocols) {
    PemFiles watched = new PemFiles(files);
    return switch (Identity.of(files, watched.used(), protocols)) {
      case Identity.Outcome.Ready ready -> {
        warnOfExpiry(files, ready.identity().expires());
        yield new Opened.Ready(new ServerIdentity(files, protocols, watched, ready.identity()));
      }
      case Identity.Outcome.Unusable unusable -> new Opened.Refused(unusable.why());
    };
  }

  private static void warnOfExpiry(Entrance.Tls files, Instant expires) {
    if (expires.isBefore(Instant.now())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the certificate {0} or one of its chain expired at {1}: clients will refuse it",
          files.certificate(),
          expires);
    }
  }

  /// Looks whether the files changed. To be called every second or so, by one thread.
  public void look() {
    watched.changed().ifPresent(this::replace);
  }

  private void replace(PemPair now) {
    switch (Identity.of(files, now, protocols)) {
      case Identity.Outcome.Ready ready -> {
        current = ready.identity();
        reloads.incrementAndGet();
        warnOfExpiry(files, current.expires());
        LOG.log(
            System.Logger.Level.INFO,
            "the certificate {0} was replaced; this one expires at {1}",
            files.certificate(),
            current.expires());
      }
      case Identity.Outcome.Unusable unusable -> {
        failures.incrementAndGet();
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}; the certificate from before stays in use until {1}",
            unusable.why(),
            current.expires());
      }
    }
  }

  /// Makes the handshake of a new connection.
  ///
  /// @param patience how long it may take
  /// @param crypto computes signatures and keys, so that event loops do not
  public SslHandler handshake(ByteBufAllocator allocator, Duration patience, Executor crypto) {
    SslHandler handler = current.context().newHandler(allocator, crypto);
    handler.setHandshakeTimeoutMillis(patience.toMillis());
    return handler;
  }

  /// When it expires.
  public Instant expires() {
    return current.expires();
  }

  /// How often the files were replaced by others that can be used.
  public long reloads() {
    return reloads.get();
  }

  /// How often they were replaced by others that can not be used.
  public long failures() {
    return failures.get();
  }
}
