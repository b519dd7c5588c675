package dev.serin.server.notify;

import dev.serin.providers.http.Service;
import dev.serin.providers.http.Service.Seen;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A real HTTP service that keeps what it is sent, and answers what it is told to.
final class Receiver implements AutoCloseable {
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final Service service =
      Service.of(
          exchange -> {
            Integer next = answers.poll();
            int status = next == null ? 200 : next;
            Service.answer(exchange, status, status == 204 ? "" : "said");
          });

  /// The next answers' status; 200 when there is none left.
  void answers(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  List<Seen> got() {
    return service.seen();
  }

  String url() {
    return service.address();
  }

  @Override
  public void close() {
    service.close();
  }
}
