package dev.serin.gateway.pool;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.stream.Stream;

/// Tells whose fault it is that a connection to an endpoint could not be made.
///
/// A gateway without free files, ports or memory can reach nobody; that says nothing about the
/// endpoint, and must not count against its revision.
public final class ConnectFailure {
  private static final int TIMED_OUT = -110;
  private static final int HOST_DOWN = -112;

  /// What a native transport says of an endpoint, in the system's language; empty for the JDK's
  /// transport, whose `ConnectException` says nothing else.
  private static final List<String> NATIVE = Epoll.isAvailable() ? natives() : List.of();

  private ConnectFailure() {}

  /// True when the endpoint refuses, is silent, unreachable or unknown; false when the gateway
  /// itself could not even try.
  public static boolean ofEndpoint(Throwable cause) {
    return switch (cause) {
      case ConnectTimeoutException _,
          NoRouteToHostException _,
          UnknownHostException _,
          WrongProtocol _,
          UnresolvedAddressException _ ->
          true;
      case ConnectException refused -> NATIVE.isEmpty() || says(refused, NATIVE);
      // The JDK has no class for ENETUNREACH.
      case SocketException other -> says(other, List.of("unreachable"));
      case Throwable _ -> false;
    };
  }

  private static boolean says(Exception failure, List<String> texts) {
    String message = String.valueOf(failure.getMessage());
    return texts.stream().anyMatch(message::contains);
  }

  private static List<String> natives() {
    return Stream.of(
            Errors.ERROR_ECONNREFUSED_NEGATIVE,
            Errors.ERRNO_ECONNRESET_NEGATIVE,
            Errors.ERROR_ENETUNREACH_NEGATIVE,
            Errors.ERROR_EHOSTUNREACH_NEGATIVE,
            TIMED_OUT,
            HOST_DOWN)
        .map(number -> String.valueOf(Errors.newIOException("", number).getMessage()))
        .map(message -> message.substring(message.indexOf(": ") + 2))
        .toList();
  }
}
