package dev.serin.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// People who ask a service at a steady rate, each one thing at a time; half of them write. All
/// that becomes of their requests is kept.
final class Users implements AutoCloseable {
  /// Some keep the cookie that they are given.
  private static final int REGULARS = 120;

  /// The others never send it back.
  private static final int PASSERS_BY = 60;

  private static final Duration PAUSE = Duration.ofMillis(600);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI target;
  private final Duration pause;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> excuses = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private volatile boolean leaving;

  private Users(URI target, Duration pause) {
    this.target = target;
    this.pause = pause;
  }

  /// A request that was answered.
  ///
  /// @param user who asked; those below [#REGULARS] keep their cookie
  /// @param version who answered; empty when the gateway did it by itself
  record Answer(Instant begun, int user, int status, String version) {
    boolean regular() {
      return user < REGULARS;
    }
  }

  /// A request that was not answered.
  ///
  /// @param refused true when nobody listened
  record Failure(Instant begun, boolean refused, String why) {}

  /// About 300 requests a second to `target`, until they are sent home.
  static Users of(URI target) {
    return new Users(target, PAUSE).come(0, REGULARS + PASSERS_BY);
  }

  /// About 1 500 requests a second, each by somebody who never sends a cookie back.
  static Users crowd(URI target) {
    return new Users(target, Duration.ofMillis(120)).come(REGULARS, REGULARS + 200);
  }

  private Users come(int from, int to) {
    SplittableRandom chance = new SplittableRandom(7);
    for (int user = from; user < to; user++) {
      int number = user;
      Duration first = Duration.ofMillis(chance.nextLong(pause.toMillis()));
      threads.execute(() -> ask(number, first));
    }
    return this;
  }

  private void ask(int user, Duration first) {
    @Nullable String cookie = null;
    rest(first);
    while (!leaving) {
      Instant begun = Instant.now();
      try {
        HttpResponse<String> response = client.send(request(user, cookie), BodyHandlers.ofString());
        response.headers().firstValue("X-Serin-Error").ifPresent(excuses::add);
        String version = response.headers().firstValue(Service.VERSION).orElse("");
        answers.add(new Answer(begun, user, response.statusCode(), version));
        if (user < REGULARS) {
          cookie =
              response
                  .headers()
                  .firstValue("Set-Cookie")
                  .map(set -> set.replaceFirst(";.*", ""))
                  .orElse(cookie);
        }
      } catch (IOException e) {
        failures.add(new Failure(begun, e instanceof ConnectException, e.toString()));
      } catch (InterruptedException e) {
        return;
      }
      rest(pause);
    }
  }

  /// What the gateway said where it answered by itself.
  String excuses() {
    return "the gateway's own answers: " + excuses;
  }

  private static void rest(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private HttpRequest request(int user, @Nullable String cookie) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(30));
    if (user % 2 == 0) {
      request.POST(BodyPublishers.ofString("user=" + user));
    }
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return request.build();
  }

  /// All answers so far.
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /// The answers to requests that began in this time.
  List<Answer> answers(Instant from, Instant to) {
    return answers.stream().filter(a -> a.begun().isAfter(from) && a.begun().isBefore(to)).toList();
  }

  /// How often each status was answered.
  Map<Integer, Long> statuses() {
    return answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
  }

  /// All failures so far.
  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /// Waits until this many requests that begin from now on were answered as `wanted`.
  void awaitAnswers(int count, Predicate<Answer> wanted) {
    Instant now = Instant.now();
    await(count + " answers")
        .atMost(PATIENCE)
        .until(
            () ->
                answers.stream().filter(a -> a.begun().isAfter(now)).filter(wanted).count()
                    >= count);
  }

  /// Who keeps a cookie, saw `from`, and later `to`.
  List<Integer> whoWent(String from, String to) {
    List<Integer> went = new ArrayList<>();
    answers.stream()
        .filter(Answer::regular)
        .collect(Collectors.groupingBy(Answer::user))
        .forEach(
            (user, seen) -> {
              boolean before = false;
              for (Answer answer : seen) {
                if (before && answer.version().equals(to)) {
                  went.add(user);
                  return;
                }
                before |= answer.version().equals(from);
              }
            });
    return went;
  }

  /// Sends everybody home, once what they asked for has come.
  void leave() {
    leaving = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(40, TimeUnit.SECONDS)) {
        throw new AssertionError("requests are unanswered after 40 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    leaving = true;
    threads.shutdownNow();
    client.shutdownNow();
  }
}
