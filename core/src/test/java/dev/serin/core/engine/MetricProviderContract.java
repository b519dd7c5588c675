package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider.Query;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.rollout.RolloutId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [MetricProvider] that asks over the network holds to.
public abstract class MetricProviderContract {
  private static final Duration PROMPT = Duration.ofSeconds(10);

  /// The provider under test.
  protected abstract MetricProvider provider();

  /// What asks a server, with a timeout of a minute or more.
  ///
  /// @param address `http://host:port`
  protected abstract ProviderConfig asking(String address);

  /// A query at this moment.
  public static Query query(ProviderConfig config) {
    return query(config, Instant.now());
  }

  /// A query of one metric.
  public static Query query(ProviderConfig config, Instant at) {
    var metric = new Metric("metric", null, null, null, "", "", Metric.Limits.DEFAULT, config);
    var spec = new AnalysisSpec(List.of(metric), List.of(), List.of(), List.of());
    return new Query(new RolloutId("shop", "cart"), AnalysisRun.of("run", spec), metric, at);
  }

  @Test
  @DisplayName("a server that is not there is unavailable, with its address")
  void unreachable() throws IOException {
    String address;
    try (ServerSocket closed = listen()) {
      address = address(closed);
    }
    assertThat(provider().read(query(asking(address)))).satisfies(it -> unavailable(it, address));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"})
  @DisplayName("a server that breaks HTTP is unavailable, with its address")
  void broken(String answer) throws IOException {
    try (ServerSocket server = listen()) {
      Thread.ofVirtual().start(() -> answerAll(server, answer));
      assertThat(provider().read(query(asking(address(server)))))
          .satisfies(it -> unavailable(it, address(server)));
    }
  }

  @Test
  @DisplayName("settings that say nothing are unavailable")
  void noSettings() {
    String kind = asking("http://127.0.0.1:1").kind();
    assertThat(provider().read(query(new ProviderConfig(kind, Map.of()))))
        .isInstanceOf(Reading.Unavailable.class);
  }

  @Test
  @DisplayName("an interrupt ends a reading at once, and stays set")
  void interrupt() throws Exception {
    try (ServerSocket silent = listen()) {
      var reading = new CompletableFuture<Reading>();
      var interrupted = new CompletableFuture<Boolean>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    reading.complete(provider().read(query(asking(address(silent)))));
                    interrupted.complete(Thread.currentThread().isInterrupted());
                  });
      try (Socket _ = silent.accept()) {
        reader.interrupt();
        unavailable(within(reading), address(silent));
        assertThat(within(interrupted)).isTrue();
      }
    }
  }

  private static <T> T within(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PROMPT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void unavailable(Reading reading, String address) {
    assertThat(reading).isInstanceOf(Reading.Unavailable.class);
    assertThat(((Reading.Unavailable) reading).why()).contains(address);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static String address(ServerSocket server) {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private static void answerAll(ServerSocket server, String answer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getInputStream().read(new byte[8192]);
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException _) {
        // The test is over, or the client has gone: both end this connection.
      }
    }
  }
}
