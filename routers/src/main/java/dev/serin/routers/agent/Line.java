package dev.serin.routers.agent;

import dev.serin.core.analysis.Checked;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// The way to one agent. What is wrong with it is told so that people can mend it.
final class Line implements AutoCloseable {
  private static final int LONGEST_ANSWER = 16 * 1024 * 1024;
  private static final Duration TO_CONNECT = Duration.ofSeconds(1);

  private final String address;
  private final TlsFiles files;
  private final HttpClient client;

  Line(String address, TlsFiles files, SSLContext tls) {
    this.address = address;
    this.files = files;
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(TlsFiles.PROTOCOLS);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .sslContext(tls)
            .sslParameters(parameters)
            .build();
  }

  /// What the agent answers, or why it does not.
  Checked<Answer> send(Ask.Letter letter, Duration deadline) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + address + Letterbox.PATH))
            .timeout(deadline)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Wire.write(letter)))
            .build();
    try {
      byte[] body =
          client
              .send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER))
              .body();
      return read(Wire.read(body, Answer.class));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Checked.Invalid<>("the wait for the agent at " + address + " was broken off");
    } catch (IOException failure) {
      return new Checked.Invalid<>(why(failure, deadline));
    }
  }

  private Checked<Answer> read(Checked<Answer> answer) {
    return switch (answer) {
      case Checked.Invalid<Answer>(var why) ->
          new Checked.Invalid<>(
              "what answers at %s is no agent of Serin: %s".formatted(address, why));
      case Checked.Valid<Answer>(Answer.Refused(var why)) ->
          new Checked.Invalid<>("the agent at %s refuses: %s".formatted(address, why));
      case Checked.Valid<Answer> valid -> valid;
    };
  }

  private String why(IOException failure, Duration deadline) {
    return switch (failure) {
      case HttpTimeoutException _ ->
          "the agent at %s gave no answer within %d ms".formatted(address, deadline.toMillis());
      case ConnectException refused ->
          "the agent at %s can not be reached (%s): is serin agent running there?"
              .formatted(address, connecting(refused));
      default -> whyOfTls(failure);
    };
  }

  private static String connecting(ConnectException refused) {
    return refused.getCause() instanceof UnresolvedAddressException
        ? "its host is not known"
        : Objects.requireNonNullElse(refused.getMessage(), "connection refused");
  }

  private String whyOfTls(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "");
      if (cause instanceof CertificateExpiredException) {
        return "the certificate of the agent at %s has expired: %s".formatted(address, message);
      }
      if (cause instanceof CertPathBuilderException) {
        return "the certificate of the agent at %s is not signed by %s"
            .formatted(address, files.authority());
      }
      if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
        return "the certificate of the agent at %s is for another host: %s"
            .formatted(address, message);
      }
      if (message.contains("fatal alert")) {
        return "the agent at %s refuses this Serin's certificate %s (%s): it must be valid and signed by the agent's authority"
            .formatted(address, files.certificate(), message);
      }
    }
    return "the agent at %s broke off (%s); if it does so each time, it may not accept this Serin's certificate %s"
        .formatted(address, failure.getMessage(), files.certificate());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
