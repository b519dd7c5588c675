package dev.serin.providers.http;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says why a call had no answer, and what would help.
final class Failure {
  private Failure() {}

  static String late(Call call) {
    return "%s did not answer within %d s: see whether it is overloaded, or raise the timeout"
        .formatted(call.address(), call.timeout().toSeconds());
  }

  static String explain(Call call, @Nullable Throwable failure) {
    String where = call.address().shown();
    if (cause(failure, UnresolvedAddressException.class).isPresent()) {
      return "%s has a host name that does not resolve: check its spelling and the DNS"
          .formatted(where);
    }
    if (cause(failure, ConnectException.class).isPresent()) {
      return "%s can not be reached: check that it is up, and that this machine may connect to it"
          .formatted(where);
    }
    Optional<SSLException> tls = cause(failure, SSLException.class);
    if (tls.isPresent()) {
      return ("%s is not trusted (%s): give its certificate authority as caCert where the provider"
              + " has that field, or set insecure: true")
          .formatted(where, call.quoted(message(tls.get())));
    }
    String message = failure == null ? "" : message(failure);
    if (message.startsWith("body exceeds capacity")) {
      return "%s answered with more than %d bytes: ask for less"
          .formatted(where, call.maximumBytes());
    }
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
