package dev.serin.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Users who ask a gateway until they are closed: four at a time, a hundred times a second in all.
final class Users implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final Duration PAUSE = Duration.ofMillis(40);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private volatile boolean closing;

  /// Users of the service at `address`.
  static Users of(String address) {
    Users users = new Users();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build();
    for (int i = 0; i < AT_ONCE; i++) {
      users.threads.execute(() -> users.ask(request));
    }
    return users;
  }

  private void ask(HttpRequest request) {
    while (!closing) {
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          answers.computeIfAbsent(answer.body(), _ -> new LongAdder()).increment();
        } else {
          troubles.add(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        troubles.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// How many good answers came from a version.
  long answers(String version) {
    LongAdder count = answers.get(version);
    return count == null ? 0 : count.sum();
  }

  /// Everything that was no good answer.
  Queue<String> troubles() {
    return troubles;
  }

  /// Ends when the requests under way are answered.
  @Override
  public void close() {
    closing = true;
    threads.close();
    client.close();
  }
}
