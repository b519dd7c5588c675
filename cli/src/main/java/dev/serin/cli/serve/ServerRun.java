package dev.serin.cli.serve;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.Refusal;
import dev.serin.server.access.AccessOptions;
import dev.serin.server.manifest.GatewayReading;
import dev.serin.server.notify.NotificationFile;
import dev.serin.server.process.Server;
import dev.serin.server.site.HostPort;
import dev.serin.server.site.Outside;
import dev.serin.server.site.SecretPlaces;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

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
    Server.Options options = options(order);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (Server server = Server.open(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(end, ended)));
      welcome(server);
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

  private Server.Options options(ServerOrder order) {
    InetSocketAddress listen = HostPort.parse("--listen", order.listen());
    return new Server.Options(
        Objects.requireNonNullElseGet(order.name(), ServerRun::host),
        Objects.requireNonNullElse(
            ServerRun.class.getPackage().getImplementationVersion(), "unknown"),
        listen,
        order.storage(),
        gateway(order.gateway()),
        outside(order.outside()),
        AccessOptions.of(order.access().given(), console.environment()),
        telling(order, listen),
        Objects.requireNonNullElse(order.keepMeasurements(), Server.Options.KEEP_MEASUREMENTS));
  }

  private Outside outside(ServerOrder.Outside said) {
    if (said.prometheus() != null) {
      HostPort.refuseNoWebServer("--prometheus", said.prometheus());
    }
    try {
      return new Outside(
          new SecretPlaces(SecretPlaces.absolute(said.secrets()), console.environment()),
          said.prometheus(),
          Reach.ofServer(said.excluded(), said.allowed()));
    } catch (IllegalArgumentException wrong) {
      throw new Refusal("--exclude, --allow: " + wrong.getMessage());
    }
  }

  private Server.@Nullable Telling telling(ServerOrder order, InetSocketAddress listen) {
    if (order.notifications() == null) {
      return null;
    }
    String url = order.access().publicUrl();
    return new Server.Telling(
        NotificationFile.read(order.notifications(), console.environment()),
        url.isEmpty() ? HostPort.url(listen) : url,
        console.environment());
  }

  private void welcome(Server server) {
    PrintWriter out = console.out();
    out.println("serin server answers at " + server.uri() + "; rollouts in " + server.place());
    server
        .firstToken()
        .ifPresent(
            issued ->
                out.println(
                    "nobody can log in yet: this admin token lasts for a day, and is shown this once:\n  "
                        + issued.secret()
                        + "\nlog in:     serin login "
                        + server.uri()));
    out.println("apply one:  serin apply -f FILE --server " + server.uri());
    out.flush();
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
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(
            () -> {
              try {
                return InetAddress.getLocalHost().getHostName();
              } catch (UnknownHostException e) {
                return "serin";
              }
            });
  }
}
