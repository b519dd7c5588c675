package dev.serin.providers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Bearer tokens of the client credentials flow (RFC 6749, section 4.4), kept while they are valid.
final class Tokens {
  /// Tokens are renewed so much before they end, that none ends on its way.
  private static final Duration EARLY = Duration.ofSeconds(30);

  /// How long a token is kept whose server does not say.
  private static final Duration UNSAID = Duration.ofMinutes(1);

  private static final int KEPT = 1_000;
  private static final int LARGEST = 64 << 10;
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Credentials.ClientCredentials, Grant.Token> kept = new ConcurrentHashMap<>();
  private final Function<Call, Answer> http;
  private final InstantSource clock;

  Tokens(Function<Call, Answer> http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /// What a token endpoint says.
  sealed interface Grant {
    /// A token.
    ///
    /// @param until when a new one is fetched
    record Token(String value, Instant until) implements Grant {
      /// Without the value.
      @Override
      public String toString() {
        return "Token[until " + until + "]";
      }
    }

    /// None.
    record Refused(String why) implements Grant {}
  }

  /// A token for a call; its endpoint is trusted as the call's server is.
  Grant token(Credentials.ClientCredentials client, Call call) {
    Grant.Token known = kept.get(client);
    return known != null && clock.instant().isBefore(known.until()) ? known : fetch(client, call);
  }

  /// Fetches a new one next time.
  void forget(Credentials.ClientCredentials client) {
    kept.remove(client);
  }

  private Grant fetch(Credentials.ClientCredentials client, Call call) {
    Answer answer = http.apply(inHeader(client, call));
    if (answer instanceof Answer.Received received && received.deniesClient()) {
      // Some servers only read the client's name and secret from the form.
      answer = http.apply(inForm(client, call));
    }
    Grant grant =
        switch (answer) {
          case Answer.Failed(var why) -> new Grant.Refused("token endpoint " + why);
          case Answer.Received received -> read(client, received);
        };
    if (grant instanceof Grant.Token token) {
      keep(client, token);
    }
    return grant;
  }

  private void keep(Credentials.ClientCredentials client, Grant.Token token) {
    if (kept.size() >= KEPT) {
      kept.clear();
    }
    kept.put(client, token);
  }

  private Grant read(Credentials.ClientCredentials client, Answer.Received received) {
    JsonNode answer = parsed(received.body());
    String token = answer.path("access_token").asText("");
    if (received.successful() && !token.isEmpty()) {
      long seconds = answer.path("expires_in").asLong(0);
      Duration valid = seconds > 0 ? Duration.ofSeconds(seconds).minus(EARLY) : UNSAID;
      return new Grant.Token(token, clock.instant().plus(valid));
    }
    return new Grant.Refused(
        "token endpoint %s answered %d %s: check clientId, clientSecret and scopes"
            .formatted(client.tokenUrl(), received.status(), answer.path("error").asText("")));
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return JSON.createObjectNode();
    }
  }

  private static Call inHeader(Credentials.ClientCredentials client, Call call) {
    String pair = escaped(client.clientId()) + ":" + escaped(client.clientSecret());
    var header =
        new Header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    return post(client, call, List.of(header), form(client));
  }

  private static Call inForm(Credentials.ClientCredentials client, Call call) {
    String form =
        form(client)
            + "&client_id="
            + escaped(client.clientId())
            + "&client_secret="
            + escaped(client.clientSecret());
    return post(client, call, List.of(), form);
  }

  private static Call post(
      Credentials.ClientCredentials client, Call call, List<Header> headers, String form) {
    List<Header> all = new ArrayList<>(headers);
    all.add(Header.FORM);
    return new Call("POST", client.tokenUrl(), all, form, call.access(), call.timeout(), LARGEST);
  }

  private static String form(Credentials.ClientCredentials client) {
    String scopes = String.join(" ", client.scopes());
    return "grant_type=client_credentials" + (scopes.isEmpty() ? "" : "&scope=" + escaped(scopes));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
