package dev.serin.providers.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/// Makes HTTP calls for all providers of a process. Safe for many threads at once.
///
/// A call blocks its thread, which may be a virtual one, until the answer, the deadline, or an
/// interrupt. What goes wrong outside is an [Answer.Failed]. Redirects are followed, but not from
/// `https` to `http`, and neither they nor names lead out of the [Reach].
public final class HttpCaller implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Clients clients;
  private final Tokens tokens;

  /// A caller that reaches everything, and keeps bearer tokens for as long as they are valid.
  public HttpCaller() {
    this(Reach.EVERYWHERE);
  }

  /// A caller that only reaches some addresses.
  public HttpCaller(Reach reach) {
    this(reach, InstantSource.system());
  }

  HttpCaller(InstantSource clock) {
    this(Reach.EVERYWHERE, clock);
  }

  private HttpCaller(Reach reach, InstantSource clock) {
    clients = new Clients(reach);
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
    CloseableHttpClient client = clients.trusting(call.access().trust());
    HttpUriRequestBase request = request(call, authorization);
    Future<Answer> pending =
        threads.submit(() -> client.execute(request, response -> read(call, request, response)));
    try {
      return pending.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      giveUp(request, pending);
      Thread.currentThread().interrupt();
      return new Answer.Failed(call.address() + " was not waited for: the reading was given up");
    } catch (TimeoutException _) {
      giveUp(request, pending);
      return new Answer.Failed(Failure.late(call));
    } catch (ExecutionException failure) {
      return new Answer.Failed(Failure.explain(call, failure.getCause()));
    }
  }

  private static void giveUp(HttpUriRequestBase request, Future<Answer> pending) {
    request.cancel();
    pending.cancel(true);
  }

  private static Answer read(Call call, HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    @Nullable HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answer.Received(response.getCode(), "");
    }
    InputStream content = entity.getContent();
    byte[] body = content.readNBytes(call.maximumBytes() + 1);
    if (body.length > call.maximumBytes()) {
      // Closing alone would read the rest first.
      request.cancel();
      throw new Failure.TooLong();
    }
    return new Answer.Received(response.getCode(), new String(body, charset(entity)));
  }

  private static Charset charset(HttpEntity entity) {
    @Nullable ContentType type = ContentType.parseLenient(entity.getContentType());
    @Nullable Charset named = type == null ? null : type.getCharset();
    return named == null ? StandardCharsets.UTF_8 : named;
  }

  private static HttpUriRequestBase request(Call call, Authorization authorization) {
    var request = new HttpUriRequestBase(call.method(), call.address().uri());
    call.headers().forEach(header -> Headers.set(request, header));
    if (!authorization.value().isEmpty()) {
      Headers.set(request, new Header("Authorization", authorization.value()));
    }
    if (!call.body().isEmpty()) {
      request.setEntity(new StringEntity(call.body(), (ContentType) null));
    }
    return request;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.close();
  }
}
