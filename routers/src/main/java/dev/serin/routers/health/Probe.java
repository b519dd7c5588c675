package dev.serin.routers.health;

import dev.serin.core.engine.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Checks one endpoint once: a connection, or a GET whose status must be 200 to 399.
final class Probe {
  private static final int FIRST_GOOD = 200;
  private static final int FIRST_BAD = 400;

  private final HttpClient client;

  Probe(HttpClient client) {
    this.client = client;
  }

  /// What a GET asks for; empty when a connection alone counts. So it is also for HTTP/2 without
  /// TLS, which needs a client that knows it beforehand.
  ///
  /// @throws IllegalArgumentException when the path of the check is none
  static Optional<HttpRequest> request(Backend backend, URI url) {
    Backend.HealthCheck check = backend.healthCheck();
    boolean http2 = backend.protocol() == Backend.Protocol.HTTP_2;
    boolean tls = "https".equals(url.getScheme());
    if (check.connectOnly() || (http2 && !tls)) {
      return Optional.empty();
    }
    if (!check.path().startsWith("/")) {
      throw new IllegalArgumentException(
          "the path of backend %s's health check must begin with /, but is \"%s\""
              .formatted(backend.name(), check.path()));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + check.path()))
            .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .header("User-Agent", "serin-health")
            .timeout(check.timeout());
    return Optional.of(request.build());
  }

  /// Why the endpoint is not well; empty when it is.
  Optional<String> connect(URI url, Duration timeout) throws InterruptedException {
    int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    String host = url.getHost().replace("[", "").replace("]", "");
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getAllByName(host)[0];
      socket.connect(new InetSocketAddress(address, port), millis(timeout));
      return Optional.empty();
    } catch (IOException failure) {
      return Optional.of(reason(failure, timeout));
    }
  }

  private static int millis(Duration time) {
    return Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE);
  }

  /// Why the endpoint is not well; empty when it is. Its status is enough: the rest of the answer
  /// is not waited for.
  Optional<String> ask(HttpRequest request, Duration timeout) throws InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response = answer.get(millis(timeout), TimeUnit.MILLISECONDS);
      response.body().close();
      int status = response.statusCode();
      return status >= FIRST_GOOD && status < FIRST_BAD
          ? Optional.empty()
          : Optional.of("answered %s with status %d".formatted(request.uri().getRawPath(), status));
    } catch (TimeoutException _) {
      answer.cancel(true);
      return Optional.of(late(timeout));
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      return Optional.of(reason(cause, timeout));
    } catch (IOException failure) {
      return Optional.of(reason(failure, timeout));
    }
  }

  private static String late(Duration timeout) {
    return "gave no answer within " + timeout.toMillis() + "ms";
  }

  private static String reason(Throwable cause, Duration timeout) {
    String message = cause.getMessage();
    return switch (cause) {
      case SocketTimeoutException _ -> late(timeout);
      case HttpTimeoutException _ -> late(timeout);
      case UnknownHostException _ -> "its host is not known";
      case ConnectException _ ->
          "can not be connected to: " + (message == null ? "Connection refused" : message);
      default -> "gave no proper answer: " + (message == null ? cause.toString() : message);
    };
  }
}
