package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.demo.DemoServices;
import dev.serin.cli.demo.Fault;
import dev.serin.server.Refusal;
import dev.serin.server.site.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/// Plays the services and the users of a release that a server runs.
public final class DemoCast {
  private final Console console;

  /// Nobody who plays yet.
  public DemoCast(Console console) {
    this.console = console;
  }

  /// Plays until somebody ends it.
  ///
  /// @param fault of the second version
  /// @param listen `host:port` where users come in
  /// @return the exit code
  /// @throws Refusal when a port is not free
  public int play(Fault fault, String listen) {
    InetSocketAddress door = HostPort.parse("--listen", listen);
    URI users = URI.create(HostPort.url(door) + "/");
    CountDownLatch end = new CountDownLatch(1);
    try (DemoServices _ = DemoServices.start(fault, users);
        Interrupts _ = Interrupts.listen(end::countDown, end::countDown)) {
      console
          .out()
          .println(
              "v1 is at http://127.0.0.1:%d, v2 at http://127.0.0.1:%d; 200 requests a second go to %s"
                      .formatted(DemoServices.FIRST_PORT, DemoServices.SECOND_PORT, users)
                  + "\nrelease v2:  serin apply -f examples/server.yaml");
      console.out().flush();
      end.await();
    } catch (IOException taken) {
      throw new Refusal(
          "ports %d and %d of 127.0.0.1 must be free: %s"
              .formatted(DemoServices.FIRST_PORT, DemoServices.SECOND_PORT, taken.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }
}
