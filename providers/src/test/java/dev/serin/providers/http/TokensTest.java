package dev.serin.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokensTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger issued = new AtomicInteger();
  private final HttpCaller http = new HttpCaller(now::get);

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aTokenIsFetchedOnceAndSentWithEachCall() {
    try (Service tokens = Service.of(this::issue);
        Service service = Service.answering(200, "ok")) {
      ask(service, tokens);
      ask(service, tokens);
      assertThat(service.seen())
          .extracting(seen -> seen.header("Authorization"))
          .containsExactly("Bearer token-1", "Bearer token-1");
      assertThat(tokens.seen())
          .singleElement()
          .satisfies(
              seen -> {
                assertThat(seen.header("Authorization")).isEqualTo("Basic c2VyaW46cyUyNmNyZXQ=");
                assertThat(seen.body())
                    .isEqualTo("grant_type=client_credentials&scope=metrics+read");
              });
    }
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() {
    try (Service tokens = Service.of(this::issue);
        Service service = Service.answering(200, "ok")) {
      ask(service, tokens);
      now.updateAndGet(it -> it.plus(Duration.ofSeconds(269)));
      ask(service, tokens);
      now.updateAndGet(it -> it.plus(Duration.ofSeconds(1)));
      ask(service, tokens);
      assertThat(service.seen())
          .extracting(seen -> seen.header("Authorization"))
          .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
    }
  }

  @Test
  void aTokenThatTheServiceRefusesIsNotUsedAgain() {
    try (Service tokens = Service.of(this::issue);
        Service service = Service.answering(401, "revoked")) {
      ask(service, tokens);
      ask(service, tokens);
      assertThat(service.seen())
          .extracting(seen -> seen.header("Authorization"))
          .containsExactly("Bearer token-1", "Bearer token-2");
    }
  }

  @Test
  void aServerThatOnlyReadsTheFormGetsTheForm() {
    try (Service tokens = Service.of(this::issueToForms);
        Service service = Service.answering(200, "ok")) {
      assertThat(ask(service, tokens)).isEqualTo(new Answer.Received(200, "ok"));
      assertThat(tokens.seen().getLast().body())
          .endsWith("&client_id=serin&client_secret=s%26cret");
    }
  }

  @Test
  void aRefusalNamesTheServerAndItsReasonButNoSecret() {
    try (Service tokens = Service.answering(401, "{\"error\":\"invalid_client\"}");
        Service service = Service.answering(200, "ok")) {
      assertThat(HttpCallerTest.why(ask(service, tokens)))
          .isEqualTo(
              "token endpoint %s/token answered 401 invalid_client: check clientId, clientSecret and scopes"
                  .formatted(tokens.address()));
      assertThat(service.seen()).isEmpty();
    }
  }

  @Test
  void aTokenThatTheServiceRepeatsIsHidden() {
    try (Service tokens = Service.of(this::issue);
        Service service =
            Service.of(
                exchange ->
                    Service.answer(
                        exchange,
                        500,
                        "bad " + exchange.getRequestHeaders().getFirst("Authorization")))) {
      assertThat(ask(service, tokens)).isEqualTo(new Answer.Received(500, "bad *****"));
      assertThat(service.seen().getFirst().header("Authorization")).isEqualTo("Bearer token-1");
    }
  }

  private Answer ask(Service service, Service tokens) {
    var client =
        new Credentials.ClientCredentials(
            WebAddress.parse("tokenUrl", tokens.address() + "/token"),
            "serin",
            "s&cret",
            List.of("metrics", "read"));
    return http.call(
        HttpCallerTest.call(
            service.address(),
            List.of(),
            new Access(new Trust.Known(), client),
            Duration.ofMinutes(1)));
  }

  private void issue(HttpExchange exchange) throws IOException {
    String token = "token-" + issued.incrementAndGet();
    Service.answer(
        exchange,
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}".formatted(token));
  }

  private void issueToForms(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Authorization")) {
      Service.answer(exchange, 400, "{\"error\":\"invalid_request\"}");
    } else {
      issue(exchange);
    }
  }
}
