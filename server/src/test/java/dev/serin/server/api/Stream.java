package dev.serin.server.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A client of an event stream.
final class Stream implements AutoCloseable {
  private final InputStream body;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Received> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /// @param id empty when it has none
  record Received(String id, String event, String data) {}

  Stream(URI address, @Nullable Long last) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (last != null) {
      request.header("Last-Event-ID", Long.toString(last));
    }
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("status " + answer.statusCode());
      }
      this.body = answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String id = "";
      String event = "";
      String data = "";
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !event.isEmpty()) {
          events.add(new Received(id, event, data));
          id = "";
          event = "";
        }
      }
    } catch (IOException _) {
      // It was closed.
    } finally {
      ended = true;
    }
  }

  List<Received> events() {
    return events;
  }

  /// The numbers of the lines of the log so far.
  List<Long> numbers() {
    return events.stream()
        .filter(event -> event.event().equals("transition"))
        .map(event -> Long.valueOf(event.id()))
        .toList();
  }

  boolean has(String event, String data) {
    return events.stream().anyMatch(one -> one.event().equals(event) && one.data().contains(data));
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
