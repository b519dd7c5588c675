package dev.serin.providers.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says why a call had no answer, and what would help.
final class Failure {
  private Failure() {}

  /// Thrown for an answer with more bytes than are wanted.
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  static String late(Call call) {
    return "%s did not answer within %d s: see whether it is overloaded, or raise the timeout"
        .formatted(call.address(), call.timeout().toSeconds());
  }

  static String explain(Call call, @Nullable Throwable failure) {
    String where = call.address().shown();
    Optional<Reach.Excluded> excluded = cause(failure, Reach.Excluded.class);
    if (excluded.isPresent()) {
      return ("%s may not be called: %s of this server's --exclude; choose another address,"
              + " or let its administrator add --allow")
          .formatted(where, message(excluded.get()));
    }
    if (cause(failure, UnknownHostException.class).isPresent()) {
      return "%s has a host name that does not resolve: check its spelling and the DNS"
          .formatted(where);
    }
    if (cause(failure, ConnectException.class).isPresent()
        || cause(failure, NoRouteToHostException.class).isPresent()) {
      return "%s can not be reached: check that it is up, and that this machine may connect to it"
          .formatted(where);
    }
    Optional<SSLException> tls = cause(failure, SSLException.class);
    if (tls.isPresent()) {
      return ("%s is not trusted (%s): give its certificate authority as caCert where the provider"
              + " has that field, or set insecure: true")
          .formatted(where, call.quoted(message(tls.get())));
    }
    if (cause(failure, TooLong.class).isPresent()) {
      return "%s answered with more than %d bytes: ask for less"
          .formatted(where, call.maximumBytes());
    }
    String message = failure == null ? "" : message(failure);
    return "%s gave no usable answer (%s): check that it speaks HTTP"
        .formatted(where, call.quoted(message));
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static <T extends Throwable> Optional<T> cause(
      @Nullable Throwable failure, Class<T> type) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .limit(10)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
