package dev.serin.gateway.proxy;

import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.pool.ConnectFailure;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.route.Side;
import dev.serin.signals.Tally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A copy of one request, sent to the canary when the request is whole. Whatever becomes of it,
/// the client never notices: its response is dropped, and it is not sent at all rather than kept
/// waiting.
public final class Mirror implements Answer, UpstreamPool.Acquirer {
  /// The largest body that is copied, in bytes.
  public static final int BODY_LIMIT = 64 * 1024;

  private final Lane lane;
  private final Side side;
  private final ByteBuf body = Unpooled.buffer(0, BODY_LIMIT);
  private ByteBuf head = Unpooled.EMPTY_BUFFER;
  private boolean tooLarge;
  private boolean toHead;
  private boolean over;
  private boolean refusal;
  private @Nullable GrpcReply grpc;
  private @Nullable LiveEndpoint endpoint;
  private @Nullable Upstream connection;
  private @Nullable ScheduledFuture<?> deadline;

  public Mirror(Lane lane, Side side) {
    this.lane = lane;
    this.side = side;
  }

  /// Copies a part of the request's body.
  public void copy(ByteBuf part) {
    if (tooLarge || part.readableBytes() > BODY_LIMIT - body.readableBytes()) {
      tooLarge = true;
      body.clear().capacity(0);
    } else {
      body.writeBytes(part, part.readerIndex(), part.readableBytes());
    }
  }

  /// Sends the copy, unless it is too large or too many others are under way.
  public void send(RequestHead request, RequestRewriter rewriter) {
    endpoint = side.pool().pick(Set.of());
    if (tooLarge || endpoint == null || !lane.enterMirror()) {
      lane.tally(side).count(Tally.Count.MIRROR_SKIPPED, 1);
      return;
    }
    lane.tally(side).count(Tally.Count.MIRRORED, 1);
    endpoint.inFlight().incrementAndGet();
    toHead = request.method().equals("HEAD");
    head = rewriter.rewrite(ByteBufAllocator.DEFAULT, request, endpoint.authority(), true);
    long millis = lane.switchboard().options().timeouts().response().toMillis();
    deadline = lane.loop().schedule(() -> over(true), millis, TimeUnit.MILLISECONDS);
    lane.acquire(endpoint, TimeUnit.SECONDS.toNanos(1), this);
  }

  @Override
  public void acquired(Upstream acquired) {
    if (over) {
      acquired.release();
      return;
    }
    connection = acquired;
    ByteBuf request = head;
    head = Unpooled.EMPTY_BUFFER;
    acquired.begin(this, request, toHead, false);
    acquired.write(body.retain());
    acquired.flush();
  }

  @Override
  public void refused(Throwable cause) {
    boolean blamed = ConnectFailure.ofEndpoint(cause);
    if (blamed) {
      lane.tally(side).count(Tally.Count.CONNECT_ERROR, 1);
    }
    if (blamed && endpoint != null) {
      endpoint.refused("can not be connected to: " + cause.getMessage());
    }
    over(blamed);
  }

  @Override
  public void interim(ResponseHead response) {}

  @Override
  public void head(ResponseHead response) {
    refusal = response.status() >= 500;
    grpc = GrpcReply.of(response);
    if (response.status() == 101) {
      over(false);
    }
  }

  @Override
  public void body(ByteBuf part) {
    if (grpc != null) {
      grpc.follow(part);
    }
    part.release();
  }

  @Override
  public void end() {
    Upstream done = connection;
    connection = null;
    refusal |= grpc != null && grpc.code().fails();
    over(false);
    if (done != null) {
      done.release();
    }
  }

  @Override
  public void broken(String why, boolean unheard) {
    connection = null;
    over(true);
  }

  @Override
  public void flush() {}

  @Override
  public void writable() {}

  private void over(boolean failed) {
    if (over) {
      return;
    }
    over = true;
    lane.leaveMirror();
    if (failed || refusal) {
      lane.tally(side).count(Tally.Count.MIRROR_FAILED, 1);
    }
    if (endpoint != null) {
      endpoint.inFlight().decrementAndGet();
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (connection != null) {
      connection.discard();
    }
    head.release();
    body.release();
  }
}
