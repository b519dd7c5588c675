package dev.serin.server.process;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.access.AccessOptions;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Tokens;
import dev.serin.server.site.Outside;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whole servers of this process, on free ports.
final class Servers {
  private Servers() {}

  /// One whose state is in a folder.
  static Server open(Path folder, Duration keepMeasurements) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Server.open(
        new Server.Options(
            "test",
            "1.2.3",
            any,
            new Server.Storage.Folder(folder),
            GatewayOptions.at(any),
            new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE),
            AccessOptions.LOCAL,
            null,
            keepMeasurements));
  }

  /// A token that has no end.
  static Tokens.Issued token(Tokens tokens, String name, Grant grant) {
    return tokens.issue(new Tokens.Order(name, List.of(grant), null), "test");
  }
}
