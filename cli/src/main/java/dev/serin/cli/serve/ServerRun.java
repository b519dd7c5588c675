package dev.serin.cli.serve;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.server.Refusal;
import dev.serin.server.Server;
import dev.serin.server.manifest.GatewayReading;
import dev.serin.server.site.HostPort;
import dev.serin.server.site.SecretPlaces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/// Runs a server until somebody ends it.
public final class ServerRun {
  private final Console console;

  /// A server that does not answer yet.
  public ServerRun(Console console) {
    this.console = console;
  }

  /// Serves until Ctrl-C or SIGTERM.
  ///
  /// @return the exit code
  /// @throws Refusal when the order can not be carried out
  public int serve(ServerOrder order) {
    SecretPlaces secrets =
        new SecretPlaces(SecretPlaces.absolute(order.secrets()), console.environment());
    if (order.prometheus() != null) {
      HostPort.refuseNoWebServer("--prometheus", order.prometheus());
    }
    Server.Options options =
        new Server.Options(
            HostPort.parse("--listen", order.listen()),
            order.storage(),
            gateway(order.gateway()),
            secrets,
            order.prometheus(),
            Objects.requireNonNullElseGet(order.name(), ServerRun::host));
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (Server server = Server.open(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(end, ended)));
      console
          .out()
          .println(
              "serin server answers at "
                  + server.uri()
                  + "; rollouts in "
                  + server.place()
                  + "\napply one:  serin apply -f FILE --server "
                  + server.uri());
      console.out().flush();
      end.await();
      console.out().println("ending: requests in flight end, and other servers take over");
      console.out().flush();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
    return ExitCode.DONE;
  }

  /// The machine is let go of only when the server is closed.
  private static void leave(CountDownLatch end, CountDownLatch ended) {
    end.countDown();
    try {
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static GatewayOptions gateway(ServerOrder.Gateway said) {
    GatewayOptions usual = GatewayReading.Gateway.USUAL.options();
    GatewayOptions options =
        said.listen() == null
            ? usual
            : GatewayOptions.at(HostPort.parse("--gateway", said.listen()));
    InetSocketAddress admin =
        said.admin() == null
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
            : HostPort.parse("--gateway-admin", said.admin());
    return options.withAdmin(admin);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "serin";
    }
  }
}
