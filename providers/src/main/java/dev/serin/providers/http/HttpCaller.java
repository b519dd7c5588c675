package dev.serin.providers.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes HTTP calls for all providers of a process. Safe for many threads at once.
///
/// A call blocks its thread, which may be a virtual one, until the answer, the deadline, or an
/// interrupt. What goes wrong outside is an [Answer.Failed]. Redirects are followed, but not from
/// `https` to `http`.
public final class HttpCaller implements AutoCloseable {
  private final Clients clients = new Clients();
  private final Tokens tokens;

  /// A caller that keeps bearer tokens for as long as they are valid.
  public HttpCaller() {
    this(InstantSource.system());
  }

  HttpCaller(InstantSource clock) {
    tokens = new Tokens(call -> exchange(call, Authorization.NONE), clock);
  }

  /// Makes a call.
  ///
  /// @throws IllegalArgumentException for a header or a certificate that can not be used
  public Answer call(Call call) {
    return switch (call.access().credentials()) {
      case Credentials.None() -> exchange(call, Authorization.basic(call.address().userInfo()));
      case Credentials.Basic(var username, var password) ->
          exchange(call, Authorization.basic(username + ":" + password));
      case Credentials.ClientCredentials client -> withToken(call, client);
    };
  }

  private Answer withToken(Call call, Credentials.ClientCredentials client) {
    return switch (tokens.token(client, call)) {
      case Tokens.Grant.Refused(var why) -> new Answer.Failed(why);
      case Tokens.Grant.Token token -> {
        Answer answer = exchange(call, Authorization.bearer(token.value()));
        if (answer instanceof Answer.Received received && received.status() == 401) {
          tokens.forget(client);
        }
        yield answer;
      }
    };
  }

  /// Neither a message nor a result shows the authorization, even if the server repeats it.
  private Answer exchange(Call call, Authorization authorization) {
    Authorization sent = authorization.orOf(call.headers());
    return switch (answer(call, authorization)) {
      case Answer.Received(int status, var body) ->
          new Answer.Received(status, sent.hiddenIn(body));
      case Answer.Failed(var why) -> new Answer.Failed(sent.hiddenIn(why));
    };
  }

  private Answer answer(Call call, Authorization authorization) {
    var pending =
        clients
            .trusting(call.access().trust())
            .sendAsync(
                request(call, authorization),
                BodyHandlers.limiting(BodyHandlers.ofString(), call.maximumBytes()));
    try {
      var response = pending.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer.Received(response.statusCode(), response.body());
    } catch (InterruptedException _) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.Failed(call.address() + " was not waited for: the reading was given up");
    } catch (TimeoutException _) {
      pending.cancel(true);
      return new Answer.Failed(Failure.late(call));
    } catch (ExecutionException failure) {
      return new Answer.Failed(Failure.explain(call, failure.getCause()));
    }
  }

  private static HttpRequest request(Call call, Authorization authorization) {
    var request =
        HttpRequest.newBuilder(call.address().uri())
            .version(version(call))
            .method(
                call.method(),
                call.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(call.body()));
    call.headers().forEach(header -> add(request, header));
    if (!authorization.value().isEmpty()) {
      add(request, new Header("Authorization", authorization.value()));
    }
    return request.build();
  }

  /// HTTP/2 only where TLS agrees on it: an upgrade in clear text confuses old proxies.
  private static HttpClient.Version version(Call call) {
    return "https".equalsIgnoreCase(call.address().uri().getScheme())
        ? HttpClient.Version.HTTP_2
        : HttpClient.Version.HTTP_1_1;
  }

  private static void add(HttpRequest.Builder request, Header header) {
    try {
      request.setHeader(header.key(), header.value());
    } catch (IllegalArgumentException _) {
      // The JDK's message shows the value, which may be a secret.
      throw new IllegalArgumentException(
          ("header \"%s\" can not be sent: either HTTP sets it by itself (Host, Content-Length,"
                  + " Connection), or its value holds a line break, often at its end")
              .formatted(header.key()));
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
