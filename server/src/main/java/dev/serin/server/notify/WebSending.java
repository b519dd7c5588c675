package dev.serin.server.notify;

import dev.serin.providers.http.Access;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Signature;
import dev.serin.providers.http.WebAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends letters over HTTP.
///
/// @param environment where the configuration's `env:` leads
record WebSending(HttpCaller http, Map<String, String> environment, InstantSource clock) {
  private static final int LARGEST_ANSWER = 64 << 10;

  /// A request that is ready but for its signature.
  ///
  /// @param id of the letter
  record Request(String id, String method, List<Header> headers, String body) {
    /// Copies its list.
    Request {
      headers = List.copyOf(headers);
    }

    static Request json(String id, String method, String body) {
      return new Request(id, method, List.of(Header.JSON), body);
    }
  }

  Sent send(Destination.Target target, Request request) {
    Optional<String> url = target.url().read(environment);
    Optional<String> secret = target.signing().read(environment);
    if (url.isEmpty() || secret.isEmpty()) {
      return new Sent.Later(
          (url.isEmpty() ? target.url() : target.signing()) + " is not there: set it again");
    }
    List<Header> headers = new ArrayList<>(request.headers());
    for (Map.Entry<String, Secret> header : target.headers().entrySet()) {
      Optional<String> value = header.getValue().read(environment);
      if (value.isEmpty()) {
        return new Sent.Later(header.getValue() + " is not there: set it again");
      }
      headers.removeIf(known -> known.key().equalsIgnoreCase(header.getKey()));
      headers.add(new Header(header.getKey(), value.get()));
    }
    headers.addAll(Signature.of(request.id(), clock.instant(), request.body(), secret.get()));
    Call call =
        new Call(
            request.method(),
            WebAddress.parse("url", url.get()),
            headers,
            request.body(),
            Access.PLAIN,
            target.timeout(),
            LARGEST_ANSWER);
    return discreet(sent(call), target.url(), call.address());
  }

  /// What only depends on the letter itself is not tried again.
  private Sent sent(Call call) {
    return switch (http.call(call)) {
      case Answer.Failed(var why) -> new Sent.Later(why);
      case Answer.Received received when received.successful() -> new Sent.Taken();
      case Answer.Received(int status, var body) -> {
        String why = "%s answered %d (%s)".formatted(call.address(), status, call.quoted(body));
        yield switch (status) {
          case 400, 410, 413, 422 -> new Sent.Never(why);
          default -> new Sent.Later(why);
        };
      }
    };
  }

  /// An address that is a secret is shown without its path.
  private static Sent discreet(Sent sent, Secret url, WebAddress address) {
    if (!url.isReference()) {
      return sent;
    }
    return switch (sent) {
      case Sent.Taken taken -> taken;
      case Sent.Later(var why) -> new Sent.Later(discreet(why, address));
      case Sent.Never(var why) -> new Sent.Never(discreet(why, address));
    };
  }

  private static String discreet(String why, WebAddress address) {
    URI uri = address.uri();
    String origin = uri.getScheme() + "://" + uri.getRawAuthority();
    String hidden = why.replace(uri.toString(), origin).replace(address.shown(), origin);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return path.length() > 1 ? hidden.replace(path, "/*****") : hidden;
  }

  /// A destination that is only an address.
  static Destination.Target target(Secret url, Duration timeout) {
    return new Destination.Target(url, Map.of(), Secret.NONE, timeout);
  }
}
