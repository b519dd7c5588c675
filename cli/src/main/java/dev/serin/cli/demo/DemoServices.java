package dev.serin.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Two versions of the demo's service at fixed ports, and users who come in by a gateway, for a
/// release that somebody else runs.
public final class DemoServices implements AutoCloseable {
  /// Where the first version listens.
  public static final int FIRST_PORT = 9001;

  /// Where the second version listens, which may have a fault.
  public static final int SECOND_PORT = 9002;

  private static final long SEED = 20_260_102;

  private final List<DemoService> services = new ArrayList<>();
  private final DemoLoad load;

  private DemoServices(URI users) {
    this.load = DemoLoad.start(users, SEED);
  }

  /// Starts them.
  ///
  /// @param fault of the second version
  /// @param users what the users ask for
  /// @throws IOException when a port is not free
  public static DemoServices start(Fault fault, URI users) throws IOException {
    DemoServices all = new DemoServices(users);
    try {
      all.services.add(DemoService.at(FIRST_PORT, "v1", Fault.NONE, SEED + 1));
      all.services.add(DemoService.at(SECOND_PORT, "v2", fault, SEED + 2));
      return all;
    } catch (IOException taken) {
      all.close();
      throw taken;
    }
  }

  /// What the users have seen so far.
  public Tally tally() {
    return load.tally();
  }

  @Override
  public void close() {
    load.close();
    services.forEach(DemoService::close);
  }
}
