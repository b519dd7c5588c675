package dev.serin.gateway.proxy;

import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Timeouts;
import java.time.Duration;

/// Who keeps the others of one exchange waiting, and whether for too long.
///
/// Whoever has to send or to take bytes has [Timeouts#response()] for the next ones. A body has to
/// bring [Limits#bytesPerSecond()] besides, or else a byte now and then could hold the backend for
/// ever.
final class Patience {
  /// Who it was.
  enum Late {
    NOBODY,
    CLIENT,
    BACKEND
  }

  private final long limit;
  private final long pause;
  private final boolean conversing;
  private final long bytesPerWindow;
  private long movedAt;
  private long answeredAt;
  private long windowAt;
  private long windowBytes;
  private boolean awaited;

  /// An exchange that begins.
  ///
  /// @param bytesPerSecond what the body has to bring; 0 for anything
  /// @param conversing whether both sides may be silent for as long as those of a tunnel
  /// @param awaited whether the client waits for the backend to say that it wants the body
  Patience(Timeouts timeouts, int bytesPerSecond, boolean conversing, boolean awaited) {
    Duration response = timeouts.response();
    this.limit = response.toNanos();
    this.pause = conversing ? timeouts.tunnel().toNanos() : limit;
    this.conversing = conversing;
    this.bytesPerWindow = (long) (bytesPerSecond * (response.toMillis() / 1000.0));
    this.awaited = awaited;
  }

  /// The patience that the options ask for.
  static Patience with(RequestHead head, GatewayOptions options) {
    int rate = options.limits().bytesPerSecond();
    return new Patience(options.timeouts(), rate, head.converses(), head.expectsContinue());
  }

  /// The request is sent.
  void sent(long now) {
    movedAt = now;
    answeredAt = now;
    windowAt = now;
    windowBytes = 0;
  }

  /// The client sent bytes of the body.
  void brought(int bytes, long now) {
    awaited = false;
    movedAt = now;
    windowBytes += bytes;
  }

  /// The backend sent something.
  void answered(long now) {
    awaited = false;
    movedAt = now;
    answeredAt = now;
  }

  /// Judges.
  ///
  /// @param answering whether the backend answers already
  /// @param clientOwes whether the client could send more of the body now
  /// @param clientTakes whether the client takes more of the answer
  Late judge(boolean answering, boolean clientOwes, boolean clientTakes, long now) {
    return answering ? whileAnswering(clientTakes, now) : beforeAnswer(clientOwes, now);
  }

  private Late beforeAnswer(boolean clientOwes, long now) {
    if (!clientOwes || awaited) {
      windowAt = now;
      windowBytes = 0;
      return now - movedAt < limit ? Late.NOBODY : Late.BACKEND;
    }
    if (conversing) {
      return now - movedAt < pause ? Late.NOBODY : Late.CLIENT;
    }
    if (now - windowAt < limit) {
      return Late.NOBODY;
    }
    boolean enough = windowBytes > 0 && windowBytes >= bytesPerWindow;
    windowAt = now;
    windowBytes = 0;
    return enough ? Late.NOBODY : Late.CLIENT;
  }

  private Late whileAnswering(boolean clientTakes, long now) {
    if (clientTakes) {
      return now - movedAt < pause ? Late.NOBODY : Late.BACKEND;
    }
    return now - answeredAt < limit ? Late.NOBODY : Late.CLIENT;
  }
}
