package dev.serin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DemoServiceTest {
  private static final Duration NEVER = Duration.ofHours(1);

  /// An answer and how long it took.
  private record Answer(int status, String body, Duration time) {}

  @Test
  void aGoodVersionNamesItself() throws Exception {
    List<Answer> answers = ask("v7", Fault.NONE, Duration.ZERO, 100);

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers).extracting(Answer::body).containsOnly("{\"version\":\"v7\"}\n");
  }

  @Test
  void everyTenthRequestIsAnErrorOnceTheFaultBegan() throws Exception {
    List<Answer> answers = ask("v3", Fault.ERRORS, Duration.ZERO, 300);

    assertThat(answers).extracting(Answer::status).containsOnly(200, 500);
    assertThat(answers.stream().filter(a -> a.status() == 500).count()).isBetween(15L, 45L);
  }

  @Test
  void aBadVersionIsGoodAtFirst() throws Exception {
    assertThat(ask("v3", Fault.ERRORS, NEVER, 100)).extracting(Answer::status).containsOnly(200);
  }

  @Test
  void everyFifthRequestIsSlowOnceTheFaultBegan() throws Exception {
    List<Answer> answers = ask("v3", Fault.LATENCY, Duration.ZERO, 300);

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().filter(a -> a.time().toMillis() >= 600).count())
        .isGreaterThanOrEqualTo(40);
  }

  @Test
  void aCrashedVersionRefusesConnections() throws Exception {
    try (DemoService service = DemoService.start("v3", Fault.CRASH, Duration.ZERO, 1);
        HttpClient client = HttpClient.newHttpClient()) {
      Eventually.isTrue("the crash", () -> refused(client, service.url()));
    }
  }

  @Test
  void aVersionThatNobodyAsksDoesNotCrash() throws Exception {
    try (DemoService service = DemoService.start("v3", Fault.CRASH, NEVER, 1);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(refused(client, service.url())).isFalse();
    }
  }

  @Test
  void aClosedVersionRefusesConnections() throws Exception {
    DemoService service = DemoService.start("v1", Fault.NONE, Duration.ZERO, 1);
    service.close();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(refused(client, service.url())).isTrue();
    }
  }

  private static boolean refused(HttpClient client, URI url) {
    try {
      client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
      return false;
    } catch (IOException _) {
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Answer> ask(String version, Fault fault, Duration grace, int requests)
      throws IOException {
    try (DemoService service = DemoService.start(version, fault, grace, 1);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<CompletableFuture<Answer>> answers =
          IntStream.range(0, requests).mapToObj(_ -> ask(client, service.url())).toList();
      return answers.stream().map(CompletableFuture::join).toList();
    }
  }

  private static CompletableFuture<Answer> ask(HttpClient client, URI url) {
    long begin = System.nanoTime();
    return client
        .sendAsync(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(
            r -> new Answer(r.statusCode(), r.body(), Duration.ofNanos(System.nanoTime() - begin)));
  }
}
