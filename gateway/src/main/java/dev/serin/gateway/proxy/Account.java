package dev.serin.gateway.proxy;

import dev.serin.gateway.accesslog.Entry;
import dev.serin.gateway.accesslog.Outcome;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.signals.GrpcCode;
import dev.serin.signals.Tally;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What one request adds to the numbers of its population; its end is counted once, whoever tells
/// of it first.
final class Account {
  private static final int NO_ANSWER = 499;
  private static final int UNAVAILABLE = 503;

  private final Tally tally;
  private final long startedAt;
  private final @Nullable Entry entry;
  private @Nullable GrpcReply grpc;
  private boolean closed;
  private int status = NO_ANSWER;
  private @Nullable Outcome outcome;
  private long endedAt;

  /// A request that begins.
  ///
  /// @param entry its line in the access log; null when there is none
  Account(Tally tally, long startedAt, @Nullable Entry entry) {
    this.tally = tally;
    this.startedAt = startedAt;
    this.entry = entry;
    this.endedAt = startedAt;
  }

  /// It is sent on its way.
  void open(int headSize) {
    tally.count(Tally.Count.ROUTED, 1);
    tally.count(Tally.Count.IN_FLIGHT, 1);
    received(headSize);
  }

  void count(Tally.Count count, long more) {
    tally.count(count, more);
  }

  /// The backend's response began.
  void answers(ResponseHead head) {
    grpc = GrpcReply.of(head);
  }

  /// A part of the response's body goes by.
  void follow(ByteBuf part) {
    if (grpc != null) {
      grpc.follow(part);
    }
  }

  /// What the response says of its endpoint: its status; 503 for a gRPC call that it was not
  /// available for.
  int verdict(int status) {
    return grpc != null && grpc.code() == GrpcCode.UNAVAILABLE ? UNAVAILABLE : status;
  }

  /// The backend's response came to its end, and the client has it.
  void delivered(int code, long at) {
    if (grpc == null) {
      answered(code, at);
      return;
    }
    end(code, at);
    if (!closed) {
      closed = true;
      tally.answered(grpc.code(), at - startedAt);
    }
  }

  /// Bytes came from the client.
  void received(long bytes) {
    tally.count(Tally.Count.BYTES_IN, bytes);
    if (entry != null) {
      entry.received(bytes);
    }
  }

  /// Bytes were written for the client.
  void sent(long bytes) {
    tally.count(Tally.Count.BYTES_OUT, bytes);
    if (entry != null) {
      entry.sent(bytes);
    }
  }

  /// An endpoint has it now.
  void at(LiveEndpoint endpoint) {
    if (entry != null) {
      entry.at(endpoint.authority());
    }
  }

  /// The gateway answers it, or breaks its answer off.
  void byGateway(int code) {
    if (outcome == null) {
      outcome = Outcome.ofGateway(code);
    }
  }

  /// The client has its answer. It may stay in flight, as a tunnel does: see [#leave()].
  void answered(int code, long at) {
    end(code, at);
    if (!closed) {
      closed = true;
      tally.answered(code, at - startedAt);
    }
  }

  private void end(int code, long at) {
    status = code;
    endedAt = at;
    if (outcome == null) {
      outcome = Outcome.ANSWERED;
    }
  }

  /// The client gave it up.
  ///
  /// @param code of the answer that it did not take to its end; 0 when there was none
  void abort(int code) {
    status = code == 0 ? NO_ANSWER : code;
    outcome = Outcome.CLIENT_ABORT;
    endedAt = System.nanoTime();
    close(Tally.Count.CLIENT_ABORT);
  }

  /// The tunnel that it became is over.
  void tunnelEnded() {
    endedAt = System.nanoTime();
    leave();
  }

  /// The gateway ended it because its revision gets no more traffic.
  void cutOff() {
    outcome = Outcome.CUT_OFF;
    close(Tally.Count.CUT_OFF);
  }

  private void close(Tally.Count as) {
    if (!closed) {
      closed = true;
      tally.count(as, 1);
    }
  }

  /// It belongs to no population.
  void exempt() {
    closed = true;
  }

  /// It is not in flight any more.
  void leave() {
    tally.count(Tally.Count.IN_FLIGHT, -1);
    if (entry != null) {
      Outcome told = outcome == null ? Outcome.REFUSED : outcome;
      entry.end(status, told, endedAt - startedAt);
    }
  }
}
