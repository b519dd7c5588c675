package dev.serin.gateway.http2;

import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.pool.WrongProtocol;
import dev.serin.gateway.proxy.Answer;
import dev.serin.gateway.proxy.UpstreamPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to an endpoint that speaks HTTP/2, for many requests at a time.
///
/// ```
/// CONNECTING --its settings came--> OPEN --GOAWAY, or no stream is left--> LEAVING --> closed
///     +--> closed: refused, silent, or it speaks something else
/// ```
/// Who asks for a way waits until the settings say how many streams the endpoint takes.
final class BackendLink extends Http2EventAdapter implements FrameHandler.Owner {
  private static final long PING = 0x6265_6174L;
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int LAST_STREAM = Integer.MAX_VALUE - 2;

  private enum Phase {
    CONNECTING,
    OPEN,
    LEAVING,
    CLOSED
  }

  private final Http2Pool pool;
  private final LiveEndpoint endpoint;
  private final FrameHandler frames;
  private final Http2Connection.PropertyKey key;
  private final Queue<UpstreamPool.Acquirer> waiting = new ArrayDeque<>();
  private final Set<Answer> toFlush = new LinkedHashSet<>();
  private Phase phase = Phase.CONNECTING;
  private int reserved;
  private int promised;
  private boolean used;
  private long idleSince = System.nanoTime();
  private long heardAt = System.nanoTime();
  private boolean pinged;

  BackendLink(Http2Pool pool, LiveEndpoint endpoint) {
    this.pool = pool;
    this.endpoint = endpoint;
    FrameHandler.Ends ends = new FrameHandler.Ends(this, null, Http2Pool.STREAMS);
    this.frames = Codec.client(this, ends, pool.bounds().headBytes());
    this.key = frames.connection().newKey();
  }

  FrameHandler frames() {
    return frames;
  }

  LiveEndpoint endpoint() {
    return endpoint;
  }

  /// How large a response may be.
  Bounds bounds() {
    return pool.bounds();
  }

  ByteBufAllocator allocator() {
    return frames.allocator();
  }

  /// True when it carried a request before.
  boolean used() {
    return used;
  }

  /// True when one more request can go this way, perhaps after its settings came.
  boolean takes() {
    return switch (phase) {
      case CONNECTING -> waiting.size() < Http2Pool.STREAMS;
      case OPEN -> hasRoom() && nextStream() < LAST_STREAM && !frames.gone();
      case LEAVING, CLOSED -> false;
    };
  }

  private boolean hasRoom() {
    Http2Connection.Endpoint<?> local = frames.connection().local();
    int most = Math.min(Http2Pool.STREAMS, local.maxActiveStreams());
    return promised + local.numActiveStreams() < most;
  }

  private int nextStream() {
    return frames.connection().local().lastStreamCreated();
  }

  /// Gives a way, now or when the endpoint's settings came.
  void acquire(UpstreamPool.Acquirer to) {
    if (phase == Phase.CONNECTING) {
      waiting.add(to);
    } else {
      reserved++;
      promised++;
      to.acquired(new BackendStream(this));
    }
  }

  /// It can not be connected to.
  void refuse(Throwable cause) {
    phase = Phase.CLOSED;
    pool.forget(this);
    while (!waiting.isEmpty()) {
      waiting.remove().refused(cause);
    }
    pool.refused(endpoint, cause);
  }

  @Override
  public void opened() {}

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    heard();
    if (phase == Phase.CONNECTING) {
      phase = Phase.OPEN;
      serveWaiting();
    } else {
      pool.freed(endpoint);
    }
  }

  private void serveWaiting() {
    while (!waiting.isEmpty() && takes()) {
      acquire(waiting.remove());
    }
    while (!waiting.isEmpty()) {
      pool.acquire(endpoint, 0, waiting.remove());
    }
  }

  /// Opens a stream.
  ///
  /// @return null when it can not carry one more
  @Nullable Http2Stream open(BackendStream by, Http2Headers headers, boolean last) {
    promised--;
    if (phase != Phase.OPEN || nextStream() >= LAST_STREAM || frames.gone()) {
      return null;
    }
    int id = frames.connection().local().incrementAndGetNextStreamId();
    var _ = frames.headers(id, headers, last);
    Http2Stream stream = frames.connection().stream(id);
    if (stream != null) {
      stream.setProperty(key, by);
      used = true;
    }
    return stream;
  }

  /// True when the connection is gone, so that nobody knows what the endpoint did.
  boolean lost() {
    return phase == Phase.CLOSED || frames.gone();
  }

  /// A way that was given is not used any more.
  ///
  /// @param begun true when it was used at all
  void free(boolean begun) {
    reserved--;
    promised -= begun ? 0 : 1;
    idleSince = System.nanoTime();
    if (phase == Phase.LEAVING && reserved == 0) {
      frames.close();
    } else {
      pool.freed(endpoint);
    }
  }

  private @Nullable BackendStream at(int id) {
    Http2Stream stream = frames.connection().stream(id);
    return stream == null ? null : stream.getProperty(key);
  }

  private void heard() {
    heardAt = System.nanoTime();
    pinged = false;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last) {
    heard();
    BackendStream stream = at(id);
    if (stream != null) {
      stream.headers(headers, last);
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean last) {
    onHeadersRead(ctx, id, headers, padding, last);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
    heard();
    BackendStream stream = at(id);
    return padding + (stream == null ? data.readableBytes() : stream.data(data, last));
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
    heard();
    BackendStream stream = at(id);
    if (stream != null) {
      stream.reset(error);
    }
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    heard();
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug) {
    heard();
    phase = Phase.LEAVING;
    pool.leaves(this);
    each(stream -> stream.goAway(last));
    if (reserved == 0) {
      frames.close();
    }
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    BackendStream known = stream.getProperty(key);
    if (known != null) {
      known.closed();
      pool.freed(endpoint);
    }
  }

  private void each(Consumer<BackendStream> action) {
    try {
      frames
          .connection()
          .forEachActiveStream(
              stream -> {
                BackendStream known = stream.getProperty(key);
                if (known != null) {
                  action.accept(known);
                }
                return true;
              });
    } catch (Http2Exception broken) {
      frames.close();
    }
  }

  /// Somebody was handed something, and is told when all of one read was handed over.
  void toFlush(Answer answer) {
    if (frames.reading()) {
      toFlush.add(answer);
    } else {
      answer.flush();
    }
  }

  @Override
  public void readComplete() {
    List<Answer> all = List.copyOf(toFlush);
    toFlush.clear();
    all.forEach(Answer::flush);
  }

  @Override
  public void headTooLarge() {}

  @Override
  public void inputEnded() {
    frames.close();
  }

  @Override
  public void closed() {
    boolean mute = phase == Phase.CONNECTING;
    phase = Phase.CLOSED;
    pool.forget(this);
    readComplete();
    if (mute) {
      refuse(new WrongProtocol("it does not speak HTTP/2"));
    } else {
      pool.freed(endpoint);
    }
  }

  /// Looks whether it is still there, and still needed.
  ///
  /// @param idleNanos how long it may wait for a request
  void sweep(long now, long idleNanos, long connectNanos) {
    switch (phase) {
      case CONNECTING -> {
        if (now - idleSince > connectNanos) {
          refuse(new ConnectTimeoutException("it said nothing about HTTP/2"));
          frames.close();
        }
      }
      case OPEN -> sweepOpen(now, idleNanos);
      case LEAVING -> sweepSilence(now);
      case CLOSED -> {}
    }
  }

  private void sweepOpen(long now, long idleNanos) {
    boolean idle = reserved == 0;
    if (idle && (endpoint.retired() || now - idleSince > idleNanos)) {
      leave();
    } else if (endpoint.retired()) {
      phase = Phase.LEAVING;
      pool.leaves(this);
    } else {
      sweepSilence(now);
    }
  }

  private void leave() {
    phase = Phase.LEAVING;
    pool.leaves(this);
    frames.goAway(0, Http2Error.NO_ERROR);
    frames.close();
  }

  /// An endpoint with requests that says nothing at all, not even to a ping, is gone.
  private void sweepSilence(long now) {
    if (reserved == 0) {
      heardAt = now;
    } else if (now - heardAt > 2 * SILENT_NANOS) {
      frames.close();
    } else if (now - heardAt > SILENT_NANOS && !pinged) {
      pinged = true;
      frames.ping(PING);
    }
  }
}
