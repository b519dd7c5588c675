package dev.serin.cli.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Users who ask a service at a steady rate, however fast it answers. Each keeps the cookie that
/// it is given, and asks one thing at a time.
public final class DemoLoad implements AutoCloseable {
  private static final int USERS = 500;
  private static final int PER_SECOND = 200;
  private static final int MOST_AT_ONCE = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]*)\"");

  private final URI target;
  private final List<User> users = IntStream.range(0, USERS).mapToObj(_ -> new User()).toList();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final LongAdder failures = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(threads)
          .build();
  private volatile boolean closing;

  /// One user and its cookie.
  private static final class User {
    private final Semaphore idle = new Semaphore(1);
    private volatile @Nullable String cookie;
  }

  private DemoLoad(URI target) {
    this.target = target;
  }

  /// Starts 500 users who ask 200 times a second in all, until it is closed.
  ///
  /// @param target what they ask for with GET
  /// @param seed of the order in which they ask
  static DemoLoad start(URI target, long seed) {
    DemoLoad load = new DemoLoad(target);
    Thread.ofPlatform()
        .name("demo-load")
        .daemon()
        .start(() -> load.ask(new SplittableRandom(seed)));
    return load;
  }

  /// What the users have seen so far.
  public Tally tally() {
    Map<String, Long> seen = new ConcurrentHashMap<>();
    answers.forEach((version, count) -> seen.put(version, count.sum()));
    return new Tally(USERS, seen, failures.sum(), skipped.sum());
  }

  /// Asks at fixed times. What a pause of the machine has made late is not sent all at once.
  private void ask(SplittableRandom chance) {
    long gap = Duration.ofSeconds(1).toNanos() / PER_SECOND;
    long due = System.nanoTime();
    while (!closing) {
      askOne(users.get(chance.nextInt(USERS)));
      due = Math.max(due + gap, System.nanoTime() - 20 * gap);
      while (!closing && System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  private void askOne(User user) {
    if (!user.idle.tryAcquire()) {
      return;
    }
    if (!room.tryAcquire()) {
      user.idle.release();
      skipped.increment();
      return;
    }
    var _ =
        client
            .sendAsync(request(user), HttpResponse.BodyHandlers.ofString())
            .whenComplete(
                (response, failure) -> {
                  count(user, response, failure);
                  room.release();
                  user.idle.release();
                });
  }

  private HttpRequest request(User user) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(PATIENCE);
    String cookie = user.cookie;
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return request.build();
  }

  private void count(
      User user, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    if (response == null || failure != null || response.statusCode() >= 500) {
      if (!closing) {
        failures.increment();
      }
      return;
    }
    cookie(response).ifPresent(given -> user.cookie = given);
    answers.computeIfAbsent(version(response.body()), _ -> new LongAdder()).increment();
  }

  /// `name=value` of the cookie that is set.
  private static Optional<String> cookie(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Set-Cookie")
        .map(set -> set.replaceFirst(";.*", "").strip())
        .filter(Predicate.not(String::isEmpty));
  }

  private static String version(String body) {
    Matcher matcher = VERSION.matcher(body);
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  /// Ends at once; what is under way is given up and not counted.
  @Override
  public void close() {
    closing = true;
    client.shutdownNow();
    threads.shutdownNow();
  }
}
