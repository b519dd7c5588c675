package dev.serin.gateway.proxy;

import dev.serin.gateway.message.Body;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.OpenBody;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.pool.Attempts;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.route.RouteTable;
import dev.serin.gateway.route.Side;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.signals.Tally;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request on its way to a backend, and its response on the way back.
///
/// ```
/// CONNECTING --connection--> WAITING --response's head--> ANSWERING --last byte--> OVER
///     |  ^ refused: the next endpoint |  ^ closed unheard: once more, if that is safe
///     |                               +--101--> TUNNEL --both sides ended--> OVER
///     +--> OVER at any time: answered by the gateway itself, broken off, or the client is gone
/// ```
/// It is counted once: as answered, when the client's socket took the last byte; or as a client's
/// abort. A response that the backend broke off counts as 502, one that stalled as 504. When the
/// gateway itself lacks what a connection needs, the request belongs to no population.
public final class Exchange implements Answer, UpstreamPool.Acquirer {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private enum Stage {
    CONNECTING,
    WAITING,
    ANSWERING,
    TUNNEL,
    OVER
  }

  private final Downstream client;
  private final Lane lane;
  private final RequestHead head;
  private final Outbound request;
  private final RouteTable.Route route;
  private final Account account;
  private final Attempts attempts;
  private final long startedAt = System.nanoTime();
  private Stage stage = Stage.CONNECTING;
  private @Nullable Upstream backend;
  private final Patience patience;
  private int status;
  private boolean keepAlive;
  private boolean retried;
  private boolean saturated;

  /// A request whose head has come.
  public Exchange(Lane lane, Downstream client, RequestHead head, RouteTable.Route route) {
    this.client = client;
    this.lane = lane;
    this.head = head;
    this.route = route;
    this.patience = Patience.with(head, lane.switchboard().options());
    Side side = route.side();
    this.account =
        new Account(lane.tally(side), startedAt, lane.line(client, head, side.population()));
    this.attempts = new Attempts(route.side().pool(), lane.retries());
    Mirror mirror = route.mirror() == null ? null : new Mirror(lane, route.mirror());
    this.request = new Outbound(head, new RequestRewriter(client.sender()), mirror);
  }

  /// Sends it on its way.
  ///
  /// @param headSize in bytes
  public void start(int headSize) {
    account.open(headSize);
    request.sendCopyWhenWhole();
    connect(retryable() ? Long.MAX_VALUE : FRESH_NANOS);
  }

  /// True when a connection that dies unheard leaves no doubt that once more does no harm.
  private boolean retryable() {
    return !retried && !head.hasBody() && head.idempotent();
  }

  private void connect(long maxIdleNanos) {
    LiveEndpoint next = attempts.next();
    if (next == null) {
      noEndpoint();
      return;
    }
    if (attempts.made() > 1) {
      account.count(Tally.Count.RETRIED, 1);
    }
    stage = Stage.CONNECTING;
    lane.acquire(next, maxIdleNanos, this);
  }

  private void noEndpoint() {
    if (attempts.inconclusive() && !saturated) {
      account.exempt();
      lane.switchboard().refusals().count(503);
      fail(503, "the gateway itself is out of connections; raise its limit of open files or ports");
    } else if (attempts.denied()) {
      account.count(Tally.Count.RETRY_DENIED, 1);
      blame(502, "an endpoint failed, and too many requests are tried again already");
    } else if (saturated) {
      blame(503, "its endpoints take no more streams");
    } else {
      blame(502, "no endpoint can be connected to");
    }
  }

  @Override
  public void acquired(Upstream connection) {
    if (stage == Stage.OVER) {
      connection.release();
      return;
    }
    backend = connection;
    account.at(connection.endpoint());
    stage = Stage.WAITING;
    patience.sent(System.nanoTime());
    request.begin(connection, this, client);
    client.resume();
  }

  @Override
  public void refused(Throwable cause) {
    if (attempts.refused(cause)) {
      account.count(Tally.Count.CONNECT_ERROR, 1);
    }
    saturated |= cause instanceof Saturated;
    if (stage == Stage.OVER) {
      return;
    }
    boolean last = !attempts.left() && !attempts.inconclusive();
    if (last && cause instanceof ConnectTimeoutException) {
      account.count(Tally.Count.TIMEOUT, 1);
      blame(504, "connecting took too long");
    } else {
      connect(FRESH_NANOS);
    }
  }

  /// True while bytes of the request's body are missing.
  public boolean wantsBody() {
    return stage != Stage.OVER && !request.whole();
  }

  /// True when bytes of the body can go to the backend now.
  public boolean takesBody() {
    return wantsBody() && backend != null && backend.writable();
  }

  /// Sends on what belongs to the body.
  public void offerBody(ByteBuf in) {
    Upstream to = backend;
    if (to == null) {
      return;
    }
    int taken = request.pass(in, to);
    if (taken < 0) {
      refuseBody(taken);
      return;
    }
    patience.brought(taken, System.nanoTime());
    account.received(taken);
  }

  private void refuseBody(int verdict) {
    if (stage == Stage.WAITING && verdict == Body.TOO_LARGE) {
      fail(413, "the request has a body that is too large");
    } else if (stage == Stage.WAITING) {
      fail(400, "the request has malformed chunks");
    } else {
      clientGone();
      client.reset();
    }
  }

  /// What was written for the backend may leave.
  public void flushBackend() {
    if (backend != null) {
      backend.flush();
    }
  }

  /// The client takes more bytes again.
  public void clientWritable() {
    if (backend != null) {
      backend.resume();
    }
  }

  /// The client is gone before it had its answer.
  public void clientGone() {
    if (stage != Stage.OVER) {
      over();
      account.abort(status);
      account.leave();
    }
  }

  @Override
  public void interim(ResponseHead response) {
    patience.answered(System.nanoTime());
    if (!head.oldVersion()) {
      client.interim(response);
      waitForClient();
    }
  }

  @Override
  public void head(ResponseHead response) {
    patience.answered(System.nanoTime());
    if (response.status() == 101) {
      upgrade(response);
      return;
    }
    stage = Stage.ANSWERING;
    status = response.status();
    account.answers(response);
    boolean open =
        response.body(head.method().equals("HEAD")) instanceof OpenBody
            || (head.oldVersion() && response.framing().chunked());
    keepAlive = head.keepAlive() && request.whole() && !open && !lane.switchboard().draining();
    account.sent(client.head(response, terms(keepAlive)));
  }

  private Downstream.Terms terms(boolean keep) {
    Stickiness stickiness = lane.switchboard().options().stickiness();
    return new Downstream.Terms(stickiness.cookie(route.newId()), keep, head.oldVersion());
  }

  private void upgrade(ResponseHead response) {
    Upstream connection = backend;
    boolean agreed = head.wantsUpgrade() && response.lines().find(FieldName.UPGRADE) >= 0;
    if (connection == null || !agreed) {
      blame(502, "the backend changed the protocol without being asked");
      return;
    }
    account.sent(client.head(response, terms(true)));
    stage = Stage.TUNNEL;
    account.answered(101, System.nanoTime());
    client.tunnel(connection, new Passage(lane, route.side(), attempts, account));
  }

  @Override
  public void body(ByteBuf part) {
    patience.answered(System.nanoTime());
    account.sent(part.readableBytes());
    account.follow(part);
    client.body(part);
    waitForClient();
  }

  private void waitForClient() {
    if (!client.writable() && backend != null) {
      backend.pause();
    }
  }

  @Override
  public void end() {
    long now = System.nanoTime();
    Upstream done = backend;
    backend = null;
    stage = Stage.OVER;
    attempts.answered(account.verdict(status));
    if (done != null && request.whole()) {
      done.release();
    } else if (done != null) {
      done.discard();
    }
    finish(status, now, keepAlive);
    if (!request.whole()) {
      client.flush();
    }
  }

  @Override
  public void broken(String why, boolean unheard) {
    Upstream lost = backend;
    backend = null;
    if (stage == Stage.ANSWERING) {
      attempts.failed();
      breakOff(502);
    } else if (unheard && retryable() && lost != null && lost.reused()) {
      attempts.leave();
      retried = true;
      connect(FRESH_NANOS);
    } else {
      attempts.failed();
      blame(502, why);
    }
  }

  @Override
  public void flush() {
    client.flush();
  }

  @Override
  public void writable() {
    client.resume();
  }

  /// Looks whether somebody kept the others waiting for too long.
  public void sweep(long now) {
    if (stage != Stage.WAITING && stage != Stage.ANSWERING) {
      return;
    }
    if (lane.overdue(route.side(), attempts, now)) {
      cutOff();
      return;
    }
    switch (patience.judge(stage == Stage.ANSWERING, takesBody(), client.writable(), now)) {
      case NOBODY -> {}
      case CLIENT -> clientIsLate();
      case BACKEND -> backendIsLate();
    }
  }

  private void clientIsLate() {
    if (stage == Stage.WAITING) {
      fail(408, "the body of the request did not come in time");
    } else {
      clientGone();
      client.reset();
    }
  }

  private void backendIsLate() {
    account.count(Tally.Count.TIMEOUT, 1);
    attempts.failed();
    if (stage == Stage.ANSWERING) {
      breakOff(504);
    } else {
      blame(504, "the backend did not answer in time");
    }
  }

  /// The gateway answers for its backend. Clients read this: it names no address.
  private void blame(int code, String why) {
    fail(code, "revision " + route.side().revision() + ": " + why);
  }

  private void fail(int code, String why) {
    over();
    account.byGateway(code);
    boolean keep = head.keepAlive() && request.whole() && !lane.switchboard().draining();
    account.sent(client.own(new OwnAnswer(code, why), head.method().equals("HEAD"), keep));
    finish(code, System.nanoTime(), keep);
    client.flush();
  }

  /// Its revision gets no more traffic, and it took longer than a handover may.
  private void cutOff() {
    account.cutOff();
    if (stage == Stage.WAITING) {
      blame(503, "it gets no more traffic, and did not answer before the handover was over");
    } else {
      breakOff(503);
    }
  }

  /// A response whose head the client has already seen can not be finished.
  private void breakOff(int code) {
    over();
    account.byGateway(code);
    account.answered(code, System.nanoTime());
    account.leave();
    client.reset();
  }

  private void over() {
    stage = Stage.OVER;
    Upstream connection = backend;
    backend = null;
    attempts.leave();
    if (connection != null) {
      connection.discard();
    }
  }

  private void finish(int code, long at, boolean keep) {
    client.over(
        keep,
        delivered -> {
          if (delivered || code >= 500) {
            account.delivered(code, at);
          } else {
            account.abort(code);
          }
          account.leave();
        });
  }
}
