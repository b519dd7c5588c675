package dev.serin.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallerTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final HttpCaller http = new HttpCaller();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void answersOfAnyStatusAreReceived() {
    try (Service service = Service.answering(503, "busy")) {
      assertThat(http.call(get(service.address()))).isEqualTo(new Answer.Received(503, "busy"));
    }
  }

  @Test
  void anAnswerThatStartsInTimeMustAlsoEndInTime() {
    try (Service service = Service.of(HttpCallerTest::neverEnding)) {
      Call call = call(service.address(), List.of(), Access.PLAIN, Duration.ofSeconds(1));
      assertThat(why(http.call(call)))
          .isEqualTo(
              service.address()
                  + " did not answer within 1 s: see whether it is overloaded, or raise the timeout");
    }
  }

  @Test
  void anAnswerThatIsTooLongIsRefused() {
    try (Service service = Service.answering(200, "x".repeat(1_001))) {
      assertThat(why(http.call(get(service.address()))))
          .isEqualTo(service.address() + " answered with more than 1000 bytes: ask for less");
    }
  }

  @Test
  void aHostThatDoesNotResolveIsNamed() {
    assertThat(why(http.call(get("http://nowhere.invalid/metrics"))))
        .startsWith("http://nowhere.invalid/metrics has a host name that does not resolve");
  }

  @Test
  void basicCredentialsAlsoComeFromTheAddress() {
    try (Service service = Service.answering(200, "ok")) {
      http.call(get(service.address().replace("://", "://ada:l%40velace@")));
      assertThat(service.seen().getFirst().header("Authorization"))
          .isEqualTo("Basic YWRhOmxAdmVsYWNl");
    }
  }

  @Test
  void aRedirectIsFollowed() {
    try (Service target = Service.answering(200, "here");
        Service moved = Service.of(redirectTo(target.address() + "/new"))) {
      assertThat(http.call(get(moved.address()))).isEqualTo(new Answer.Received(200, "here"));
    }
  }

  @Test
  void credentialsStayWithTheServerTheyAreFor() {
    try (Service other = Service.answering(200, "here");
        Service moved = Service.of(redirectTo(other.address()))) {
      var access = new Access(new Trust.Known(), new Credentials.Basic("ada", "lovelace"));
      http.call(call(moved.address(), List.of(new Header("X-Key", "k")), access, LONG));
      assertThat(moved.seen().getFirst().header("Authorization")).isNotEmpty();
      assertThat(moved.seen().getFirst().header("X-Key")).isNotEmpty();
      assertThat(other.seen().getFirst().header("Authorization")).isEmpty();
      assertThat(other.seen().getFirst().header("X-Key")).isEmpty();
    }
  }

  @Test
  void credentialsFollowARedirectOnTheSameServer() {
    try (Service service =
        Service.of(
            exchange -> {
              boolean moved = exchange.getRequestURI().getPath().equals("/new");
              exchange.getResponseHeaders().set("Location", "/new");
              Service.answer(exchange, moved ? 200 : 302, "");
            })) {
      var access = new Access(new Trust.Known(), new Credentials.Basic("ada", "lovelace"));
      http.call(call(service.address(), List.of(), access, LONG));
      assertThat(service.seen().getLast().uri()).hasToString("/new");
      assertThat(service.seen().getLast().header("Authorization")).isNotEmpty();
    }
  }

  @Test
  void aHeaderThatCanNotBeSentIsNamedWithoutItsValue() {
    var header = new Header("Authorization", "Bearer s3cret-of-ours\n");
    Call call = call("http://127.0.0.1:1", List.of(header), Access.PLAIN, LONG);
    assertThatThrownBy(() -> http.call(call))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"Authorization\"")
        .hasMessageContaining("line break")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatIsQuotedHidesSecrets() {
    var headers = List.of(new Header("Authorization", "Bearer s3cret-token"));
    var access = new Access(new Trust.Known(), new Credentials.Basic("ada", "lovelace"));
    Call call = call("http://ada:engine@127.0.0.1:1/x?token=abc", headers, access, LONG);
    assertThat(call.quoted("no s3cret-token,\n lovelace or engine"))
        .isEqualTo("no *****, ***** or *****");
    assertThat(call.toString()).isEqualTo("GET http://127.0.0.1:1/x");
    assertThat(call.headers() + " " + access).doesNotContain("s3cret", "lovelace");
  }

  private static void echo(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    String secret = sent.substring(sent.indexOf(' ') + 1);
    String json = secret.replace("/", "\\/");
    Service.answer(exchange, 200, "all: %s, part: %s, JSON: %s".formatted(sent, secret, json));
  }

  @Test
  void aServerThatRepeatsTheAuthorizationDoesNotGetItIntoTheAnswer() {
    // Its base64 is YWRhOj8/Pw==, with a slash.
    var basic = new Access(new Trust.Known(), new Credentials.Basic("ada", "???"));
    try (Service service = Service.of(HttpCallerTest::echo)) {
      var hidden = new Answer.Received(200, "all: *****, part: *****, JSON: *****");
      assertThat(http.call(call(service.address(), List.of(), basic, LONG))).isEqualTo(hidden);
      assertThat(http.call(get(service.address().replace("://", "://ada:%3F%3F%3F@"))))
          .isEqualTo(hidden);
      var header = List.of(new Header("authorization", "Basic YWRhOj8/Pw=="));
      assertThat(http.call(call(service.address(), header, Access.PLAIN, LONG))).isEqualTo(hidden);
      assertThat(service.seen())
          .extracting(seen -> seen.header("Authorization"))
          .containsOnly("Basic YWRhOj8/Pw==");
    }
  }

  static Call get(String address) {
    return call(address, List.of(), Access.PLAIN, LONG);
  }

  static Call call(String address, List<Header> headers, Access access, Duration timeout) {
    var target = WebAddress.parse("url", address);
    return new Call("GET", target, headers, "", access, timeout, 1_000);
  }

  static String why(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    return ((Answer.Failed) answer).why();
  }

  private static HttpHandler redirectTo(String address) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", address);
      Service.answer(exchange, 302, "");
    };
  }

  private static void neverEnding(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write("half".getBytes(StandardCharsets.US_ASCII));
    exchange.getResponseBody().flush();
  }
}
