package dev.serin.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a server tells as it happens (server-sent events). A connection that is lost, or silent for
/// longer than the server's signs of life allow, is taken up again after the last transition that
/// was told.
public final class EventStream implements AutoCloseable {
  /// The server gives a sign of life every 15 s.
  private static final Duration SILENCE = Duration.ofSeconds(40);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Wire wire;
  private final Answers answers;
  private final Call call;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(1000);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Instant heard = Instant.now();
  private volatile @Nullable InputStream body;
  private String lastId;
  private Duration pause = Duration.ofMillis(250);

  EventStream(Wire wire, Answers answers, Call call, OptionalLong after) {
    this.wire = wire;
    this.answers = answers;
    this.call = call.header("Accept", "text/event-stream");
    this.lastId = after.isPresent() ? String.valueOf(after.getAsLong()) : "";
    Thread.ofVirtual().name("serin-events").start(this::listen);
  }

  /// The next event; empty when none came in time.
  ///
  /// @throws InterruptedException when this thread is
  public Optional<Event> next(Duration patience) throws InterruptedException {
    Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null && Instant.now().isAfter(heard.plus(SILENCE))) {
      hangUp();
    }
    return Optional.ofNullable(event);
  }

  @Override
  public void close() {
    closed.countDown();
    hangUp();
  }

  private void hangUp() {
    InputStream open = body;
    heard = Instant.now();
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException _) {
      // It is gone already.
    }
  }

  private void listen() {
    try {
      while (closed.getCount() > 0 && listenOnce()) {
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return true when it is worth another try
  private boolean listenOnce() throws InterruptedException {
    try {
      HttpResponse<InputStream> answer = wire.open(resumed());
      if (answer.statusCode() != 200) {
        return refused(answer);
      }
      body = answer.body();
      heard = Instant.now();
      events.put(new Event.Opened());
      read(answer.body());
      // Servers end a stream now and then, so that who listens shows again that he may.
      return true;
    } catch (ServerTrouble trouble) {
      return lost(String.valueOf(trouble.getMessage()));
    } catch (IOException e) {
      return lost("the connection broke: " + e.getMessage());
    } catch (RuntimeException refusal) {
      events.put(new Event.Refused(() -> refusal));
      return false;
    }
  }

  private boolean lost(String why) throws InterruptedException {
    if (closed.getCount() > 0) {
      events.put(new Event.Lost(why));
    }
    return true;
  }

  private boolean refused(HttpResponse<InputStream> answer)
      throws IOException, InterruptedException {
    String text = new String(answer.body().readNBytes(1 << 16), StandardCharsets.UTF_8);
    RuntimeException why =
        answers.failure(
            new Reply(
                answer.statusCode(),
                Wire.parsed(text),
                answer.headers().firstValue("Retry-After")));
    if (why instanceof ServerTrouble) {
      return lost(String.valueOf(why.getMessage()));
    }
    events.put(new Event.Refused(() -> why));
    return false;
  }

  private Call resumed() {
    return lastId.isEmpty() ? call : call.header("Last-Event-ID", lastId);
  }

  private void read(InputStream in) throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    Draft draft = new Draft();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heard = Instant.now();
      pause = Duration.ofMillis(250);
      if (!line.isEmpty()) {
        draft.take(line);
        continue;
      }
      lastId = draft.id.isEmpty() ? lastId : draft.id;
      if (!draft.data.isEmpty()) {
        events.put(new Event.Told(draft.name, Wire.parsed(draft.data.toString())));
      }
      draft = new Draft();
    }
  }

  /// An event while its lines come in.
  private static final class Draft {
    private String name = "message";
    private String id = "";
    private final StringBuilder data = new StringBuilder();

    private void take(String line) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "event" -> name = value;
        case "id" -> id = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> {
          // A comment, such as a sign of life, or a field of a later time.
        }
      }
    }
  }
}
