package dev.serin.gateway.proxy;

import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.signals.Tally;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What one request adds to the numbers of its population; its end is counted once, whoever tells
/// of it first.
final class Account {
  private final Tally tally;
  private final long startedAt;
  private @Nullable GrpcReply grpc;
  private boolean closed;

  Account(Tally tally, long startedAt) {
    this.tally = tally;
    this.startedAt = startedAt;
  }

  /// It is sent on its way.
  void open(int headSize) {
    tally.count(Tally.Count.ROUTED, 1);
    tally.count(Tally.Count.IN_FLIGHT, 1);
    tally.count(Tally.Count.BYTES_IN, headSize);
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

  /// The backend's response came to its end, and the client has it.
  void delivered(int status, long at) {
    if (grpc == null || closed) {
      answered(status, at);
    } else {
      closed = true;
      tally.answered(grpc.code(), at - startedAt);
    }
  }

  /// The client has its answer. It may stay in flight, as a tunnel does: see [#leave()].
  void answered(int status, long at) {
    if (!closed) {
      closed = true;
      tally.answered(status, at - startedAt);
    }
  }

  /// The client gave it up.
  void abort() {
    close(Tally.Count.CLIENT_ABORT);
  }

  /// The gateway ended it because its revision gets no more traffic.
  void cutOff() {
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
  }
}
