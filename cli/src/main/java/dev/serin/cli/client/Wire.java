package dev.serin.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// The way to one server: what goes over it, and what keeps it from going. Safe for many threads.
final class Wire implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration NEVER_OVER = Duration.ofDays(365);
  private static final JsonMapper JSON = new JsonMapper();

  private final Target target;
  private final HttpClient client;
  private final Failures failures;
  private final Duration longest;

  Wire(Target target, Map<String, String> environment) {
    Proxies proxies = new Proxies(environment);
    this.target = target;
    this.longest = NEVER_OVER;
    this.failures = new Failures(target, proxies);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .proxy(proxies);
    this.client =
        (target.caCert() == null ? builder : builder.sslContext(Trust.of(target.caCert()))).build();
  }

  private Wire(Wire same, Duration longest) {
    this.target = same.target;
    this.client = same.client;
    this.failures = same.failures;
    this.longest = longest;
  }

  /// The same way, where no answer may take longer. It is closed with the other.
  Wire within(Duration most) {
    return new Wire(this, most);
  }

  Target target() {
    return target;
  }

  /// Sends a call, and returns what the server answered, whatever that is.
  ///
  /// @throws ServerTrouble when no answer comes, or not one of a Serin
  Reply send(Call call) {
    HttpResponse<byte[]> answer = exchange(call.atMost(longest), BodyHandlers.ofByteArray());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    return new Reply(
        answer.statusCode(),
        body(answer.statusCode(), text),
        answer.headers().firstValue("Retry-After"));
  }

  /// What the server answers as text, such as a manifest.
  ///
  /// @throws ServerTrouble when no answer comes
  Reply sendForText(Call call) {
    HttpResponse<byte[]> answer = exchange(call.atMost(longest), BodyHandlers.ofByteArray());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    Seen body =
        answer.statusCode() / 100 == 2
            ? new Seen(JSON.createObjectNode().put("text", text))
            : body(answer.statusCode(), text);
    return new Reply(answer.statusCode(), body, answer.headers().firstValue("Retry-After"));
  }

  /// A call whose answer has no end.
  ///
  /// @throws ServerTrouble when no answer comes
  HttpResponse<InputStream> open(Call call) {
    return exchange(call, BodyHandlers.ofInputStream());
  }

  /// The JSON in a text; [Seen#NOTHING] when it is none.
  static Seen parsed(String text) {
    try {
      JsonNode tree = text.isBlank() ? null : JSON.readTree(text);
      return tree == null ? Seen.NOTHING : new Seen(tree);
    } catch (JsonProcessingException _) {
      return Seen.NOTHING;
    }
  }

  private <T> HttpResponse<T> exchange(Call call, HttpResponse.BodyHandler<T> body) {
    try {
      HttpResponse<T> answer = client.send(request(call), body);
      if (answer.statusCode() / 100 == 3) {
        throw new Refusal(
            target.named()
                + " sends elsewhere"
                + answer.headers().firstValue("Location").map(to -> ", to " + to).orElse("")
                + ": give the server's own address");
      }
      return answer;
    } catch (IOException e) {
      throw failures.of(e, call.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerTrouble("interrupted while waiting for " + target.named(), e);
    }
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.address() + "/api/v1" + call.target()))
            .timeout(call.patience())
            .method(
                call.method(),
                call.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(call.body()))
            .setHeader("User-Agent", "serin-cli")
            .setHeader("Accept", "application/json, application/problem+json");
    call.headers().forEach(request::setHeader);
    if (!target.token().isEmpty()) {
      request.setHeader("Authorization", "Bearer " + target.token());
    }
    return request.build();
  }

  private Seen body(int status, String text) {
    Seen body = parsed(text);
    if (status / 100 == 2 && !text.isBlank() && body.equals(Seen.NOTHING)) {
      throw new ServerTrouble(
          target.named() + " answers, but is no Serin server: check the address");
    }
    return body;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
