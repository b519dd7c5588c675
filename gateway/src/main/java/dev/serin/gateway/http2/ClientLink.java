package dev.serin.gateway.http2;

import dev.serin.gateway.client.Peer;
import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.proxy.Guest;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.OwnAnswer;
import dev.serin.gateway.settings.Limits;
import dev.serin.gateway.settings.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's connection that speaks HTTP/2: many requests at a time, each on a stream of its own.
///
/// ```
/// OPEN --drain--> LEAVING --ping came back, or 1 s--> LAST --no stream is open--> closed
///  |                GOAWAY(all)                         GOAWAY(last)
///  +-- no stream for the idle time: GOAWAY, closed
/// ```
/// Between the two GOAWAYs requests that were on their way are still served. A client's settings
/// must come as soon as a head of HTTP/1.1. A header section that never ends is bounded in its size
/// alone while other streams are open: the codec does not tell that it has begun.
final class ClientLink extends Http2EventAdapter implements Guest, FrameHandler.Owner {
  private static final long DRAIN_PING = 0x7365_7269_6eL;
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private enum Phase {
    OPEN,
    LEAVING,
    LAST
  }

  private final Lane lane;
  private final Channel channel;
  private final Peer peer;
  private final Bounds bounds;
  private final FloodGuard guard = new FloodGuard();
  private final FrameHandler frames;
  private final Http2Connection.PropertyKey key;
  private final List<ClientStream> touched = new ArrayList<>();
  private Phase phase = Phase.OPEN;
  private int seat;
  private long since = System.nanoTime();
  private boolean inputEnded;

  ClientLink(Lane lane, Channel channel, Peer peer) {
    this.lane = lane;
    this.channel = channel;
    this.peer = peer;
    Limits limits = lane.switchboard().options().limits();
    this.bounds = lane.switchboard().requestBounds();
    FrameHandler.Ends ends = new FrameHandler.Ends(this, guard, limits.streams());
    this.frames = Codec.server(this, ends, limits.headBytes());
    this.key = frames.connection().newKey();
  }

  FrameHandler frames() {
    return frames;
  }

  Lane lane() {
    return lane;
  }

  Peer peer() {
    return peer;
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  boolean reading() {
    return frames.reading();
  }

  void taken(Http2Stream stream, int bytes) {
    if (bytes > 0) {
      frames.taken(stream, bytes);
    }
  }

  @Override
  public int seat() {
    return seat;
  }

  @Override
  public void seat(int place) {
    seat = place;
  }

  @Override
  public void opened() {
    lane.add(this);
  }

  private @Nullable ClientStream at(int id) {
    Http2Stream stream = frames.connection().stream(id);
    return stream == null ? null : stream.getProperty(key);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last)
      throws Http2Exception {
    guard.useful(Fields.size(headers));
    ClientStream known = at(id);
    if (known == null) {
      begin(id, headers, last);
    } else if (FieldCheck.sound(headers)) {
      known.trailer(headers);
      touched.add(known);
    } else {
      throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "a malformed trailer");
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
      boolean last)
      throws Http2Exception {
    onHeadersRead(ctx, id, headers, padding, last);
  }

  private void begin(int id, Http2Headers headers, boolean last) throws Http2Exception {
    ClientStream begun = new ClientStream(this, frames.connection().stream(id));
    switch (RequestText.read(headers, last, bounds)) {
      case RequestText.Outcome.Read read -> {
        keep(id, begun);
        touched.add(begun);
        begun.begin(read.head(), read.size(), last);
      }
      case RequestText.Outcome.Refused refused -> {
        keep(id, begun);
        boolean toHead = AsciiString.contentEquals(headers.method(), "HEAD");
        begun.refuse(null, OwnAnswer.of(refused.fault()), toHead, last);
      }
      case RequestText.Outcome.Malformed _ ->
          throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "a malformed request");
    }
  }

  private void keep(int id, ClientStream begun) {
    frames.connection().stream(id).setProperty(key, begun);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
    int bytes = data.readableBytes();
    if (bytes > 0 || last) {
      guard.useful(bytes);
    }
    ClientStream stream = at(id);
    if (stream == null) {
      return bytes + padding;
    }
    touched.add(stream);
    return padding + stream.data(data, last);
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    since = System.nanoTime();
    ClientStream known = stream.getProperty(key);
    if (known != null) {
      known.closed();
    }
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    if (phase == Phase.LEAVING && data == DRAIN_PING) {
      leave();
    }
  }

  @Override
  public void readComplete() {
    List<ClientStream> all = List.copyOf(touched);
    touched.clear();
    all.forEach(ClientStream::flushBackend);
  }

  @Override
  public void headTooLarge() {
    lane.switchboard().refusals().count(431);
  }

  @Override
  public void inputEnded() {
    inputEnded = true;
    closeIfIdle();
  }

  @Override
  public void closed() {
    lane.remove(this);
  }

  @Override
  public void drain() {
    if (phase == Phase.OPEN) {
      phase = Phase.LEAVING;
      since = System.nanoTime();
      frames.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
      frames.ping(DRAIN_PING);
    }
  }

  private void leave() {
    phase = Phase.LAST;
    frames.goAway(frames.connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
    closeIfIdle();
  }

  private boolean idle() {
    return frames.connection().numActiveStreams() == 0;
  }

  private void closeIfIdle() {
    if (idle()) {
      channel.flush();
      var _ = channel.close();
    }
  }

  @Override
  public void sweep(long now) {
    Timeouts timeouts = lane.switchboard().options().timeouts();
    if (!frames.greeted() && now - since > timeouts.head().toNanos()) {
      frames.close();
      return;
    }
    sweepStreams(now, timeouts.response().toNanos());
    if (phase == Phase.OPEN && lane.switchboard().draining()) {
      drain();
    }
    if (phase == Phase.LEAVING && now - since > DRAIN_NANOS) {
      leave();
    } else if (phase == Phase.OPEN && idle() && now - since > timeouts.idle().toNanos()) {
      leave();
    } else if (phase == Phase.LAST || inputEnded) {
      closeIfIdle();
    }
  }

  private void sweepStreams(long now, long responseNanos) {
    try {
      frames
          .connection()
          .forEachActiveStream(
              stream -> {
                ClientStream known = stream.getProperty(key);
                if (known != null) {
                  known.sweep(now, responseNanos);
                }
                return true;
              });
    } catch (Http2Exception broken) {
      var _ = channel.close();
    }
  }
}
