package dev.serin.gateway.http1;

import dev.serin.gateway.client.Peer;
import dev.serin.gateway.message.Fault;
import dev.serin.gateway.message.HeadScanner;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.proxy.Exchange;
import dev.serin.gateway.proxy.Guest;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.OwnAnswer;
import dev.serin.gateway.settings.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A client's connection. Requests are taken one after the other, so that pipelined ones are
/// answered in order; bytes that are not wanted yet wait in `pending`, and when those are many
/// the socket is read no more.
///
/// ```
/// IDLE --first byte--> HEAD --blank line--> EXCHANGE --last byte of the response--> IDLE
///                       |                    |   |
///                       | malformed, late    |   +--101--> TUNNEL --> CLOSED
///                       v                    v must close
///                      LINGER <--------------+
/// ```
/// - HEAD: [HeadScanner] collects; a head that is refused is answered, and the connection closed.
/// - EXCHANGE: an [Exchange] has the request; the body goes to it as it comes.
/// - TUNNEL: a [Tunnel] passes on what comes, until a side or the gateway ends it.
/// - LINGER: the last answer was written and the output is shut. What the client still sends is
///   thrown away for a while, since closing at once could destroy the answer on its way.
///
/// Reading stops while the one who gets the bytes can not take more, and [#consume()] goes on when
/// that changes: by the client's own writability, the backend's, or the end of a response.
public final class ClientConnection extends ChannelInboundHandlerAdapter implements Guest {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private enum Phase {
    IDLE,
    HEAD,
    EXCHANGE,
    TUNNEL,
    LINGER,
    CLOSED,
    HTTP2
  }

  private final Lane lane;
  private final Peer peer;
  private final Consumer<ByteBuf> http2;
  private final ClientSocket socket;
  private final ClientSide side;
  private final HeadScanner scanner;
  private final Backlog pending;
  private Phase phase = Phase.IDLE;
  private @Nullable Exchange exchange;
  private @Nullable Tunnel tunnel;
  private int seat;
  private long since = System.nanoTime();
  private boolean consuming;
  private boolean reading;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean used;

  /// A connection whose first request has not come.
  ///
  /// @param channel connected
  /// @param http2 goes on with the connection when its client begins to speak HTTP/2; gets what was
  ///     read until then, to be released by it
  public ClientConnection(Lane lane, Channel channel, Peer peer, Consumer<ByteBuf> http2) {
    this.lane = lane;
    this.peer = peer;
    this.http2 = http2;
    this.socket = new ClientSocket(channel);
    this.side = new ClientSide(this, socket, peer);
    this.pending = new Backlog(socket.allocator());
    this.scanner = new HeadScanner(lane.switchboard().requestBounds().headBytes());
  }

  ClientSocket socket() {
    return socket;
  }

  @Override
  public int seat() {
    return seat;
  }

  @Override
  public void seat(int place) {
    seat = place;
  }

  /// What comes before it, such as a handshake, may have taken the news that the channel is active.
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    lane.add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    reading = true;
    if (phase == Phase.LINGER || phase == Phase.CLOSED) {
      in.release();
    } else {
      pending.add(in);
      consume();
    }
  }

  /// Does what can be done with the bytes that wait.
  void consume() {
    if (consuming) {
      return;
    }
    consuming = true;
    boolean more = true;
    while (more && !pending.isEmpty()) {
      more =
          switch (phase) {
            case IDLE, HEAD -> socket.writable() && readHead();
            case EXCHANGE -> relayBody();
            case TUNNEL -> relayRaw();
            case LINGER, CLOSED, HTTP2 -> {
              pending.clear();
              yield false;
            }
          };
    }
    consuming = false;
    pending.tidy();
    if (!reading) {
      flushBackend();
    }
    if (inputEnded) {
      endInput();
    }
    updateReading();
  }

  private void flushBackend() {
    if (exchange != null) {
      exchange.flushBackend();
    } else if (tunnel != null) {
      tunnel.flushBackend();
    }
  }

  private boolean readHead() {
    if (phase == Phase.IDLE) {
      phase = Phase.HEAD;
      since = System.nanoTime();
    }
    if (!scanner.feed(pending.bytes())) {
      return false;
    }
    Fault fault = scanner.fault();
    if (fault == null) {
      RequestHead.Outcome read =
          RequestHead.read(
              scanner.bytes(), scanner.start(), scanner.end(), lane.switchboard().requestBounds());
      fault = read.fault();
      if (fault == null) {
        begin(read.head());
        return true;
      }
      if (!used && Http2Preface.is(scanner)) {
        return handOver();
      }
    }
    side.refuse(lane, null, OwnAnswer.of(fault), false);
    return true;
  }

  private void begin(RequestHead head) {
    used = true;
    side.sentBy(peer.client(head));
    switch (lane.admit(side, head)) {
      case Lane.Admission.Admitted admitted -> {
        exchange = admitted.exchange();
        phase = Phase.EXCHANGE;
        admitted.exchange().start(scanner.end() - scanner.start());
      }
      case Lane.Admission.Unserved unserved ->
          side.refuse(
              lane,
              head,
              unserved.answer(),
              head.keepAlive() && !head.hasBody() && !lane.switchboard().draining());
    }
  }

  private boolean handOver() {
    ByteBuf begun = Http2Preface.with(pending.bytes(), socket.allocator());
    socket.leave(this);
    phase = Phase.HTTP2;
    http2.accept(begun);
    return false;
  }

  private boolean relayBody() {
    if (exchange == null || !exchange.takesBody()) {
      return false;
    }
    exchange.offerBody(pending.bytes());
    return true;
  }

  private boolean relayRaw() {
    if (tunnel == null || !tunnel.backendWritable()) {
      return false;
    }
    tunnel.fromClient(pending.bytes().readRetainedSlice(pending.size()));
    return false;
  }

  /// The response was written, to its last byte; or the request was refused.
  ///
  /// @param keepAlive whether another request may follow
  /// @param delivered is told whether the socket took all of it
  void over(boolean keepAlive, Consumer<Boolean> delivered) {
    exchange = null;
    scanner.reset();
    since = System.nanoTime();
    phase = keepAlive ? Phase.IDLE : Phase.LINGER;
    socket.writeEnd(
        done -> {
          since = System.nanoTime();
          delivered.accept(done);
          if (!keepAlive) {
            beginToLinger();
          }
        });
    consume();
  }

  private void beginToLinger() {
    outputEnded = true;
    if (inputEnded) {
      socket.close();
    } else {
      socket.shutdownOutput();
    }
  }

  /// From now on the bytes of both sides are passed on as they are.
  void enter(Tunnel next) {
    exchange = null;
    tunnel = next;
    phase = Phase.TUNNEL;
    consume();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    flushBackend();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!socket.writable()) {
      return;
    }
    if (exchange != null) {
      exchange.clientWritable();
    } else if (tunnel != null) {
      tunnel.clientWritable();
    }
    consume();
  }

  private void updateReading() {
    boolean wanted =
        switch (phase) {
          case IDLE, HEAD, LINGER -> pending.hasRoom();
          case EXCHANGE ->
              (exchange != null && exchange.wantsBody()) ? exchange.takesBody() : pending.hasRoom();
          case TUNNEL -> tunnel != null && tunnel.backendWritable();
          case CLOSED -> false;
          case HTTP2 -> true;
        };
    socket.read(wanted);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      consume();
    }
  }

  /// The client sends no more: what it asked for before is still answered.
  private void endInput() {
    switch (phase) {
      case IDLE, HEAD -> {
        if (phase == Phase.HEAD || pending.isEmpty()) {
          socket.closeAfterFlush();
        }
      }
      case EXCHANGE -> {
        if (exchange != null && exchange.wantsBody() && pending.isEmpty()) {
          socket.close();
        }
      }
      case TUNNEL -> {
        if (tunnel != null && pending.isEmpty()) {
          tunnel.clientInputEnded();
        }
      }
      case LINGER -> socket.closeAfterFlush();
      case CLOSED, HTTP2 -> {}
    }
  }

  /// A tunnel could go on for ever, and ends too.
  @Override
  public void drain() {
    if (phase == Phase.IDLE && pending.isEmpty()) {
      socket.closeAfterFlush();
    } else if (tunnel != null) {
      tunnel.cut();
    }
  }

  @Override
  public void sweep(long now) {
    Timeouts timeouts = lane.switchboard().options().timeouts();
    if (lane.switchboard().draining()) {
      drain();
    }
    switch (phase) {
      case IDLE -> {
        closeAfter((socket.leaving() ? timeouts.response() : timeouts.idle()).toNanos(), now);
        if (now - since > QUIET_NANOS) {
          scanner.shrink();
        }
      }
      case LINGER -> closeAfter(outputEnded ? LINGER_NANOS : timeouts.response().toNanos(), now);
      case HEAD -> {
        if (now - since > timeouts.head().toNanos()) {
          side.refuse(lane, null, OwnAnswer.LATE_HEAD, false);
        }
      }
      case EXCHANGE -> {
        if (exchange != null) {
          exchange.sweep(now);
        }
      }
      case TUNNEL -> {
        if (tunnel != null) {
          tunnel.sweep(now, timeouts.tunnel().toNanos());
        }
      }
      case CLOSED, HTTP2 -> {}
    }
  }

  private void closeAfter(long nanos, long now) {
    if (now - since > nanos) {
      socket.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handlerRemoved(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    lane.remove(this);
    pending.clear();
    socket.drop();
    if (exchange != null) {
      exchange.clientGone();
    } else if (tunnel != null) {
      tunnel.clientGone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    socket.close();
  }
}
