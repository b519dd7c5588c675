package dev.serin.bench.gateway;

import dev.serin.bench.Report;
import dev.serin.bench.http.Load;
import dev.serin.bench.http.Probe;
import dev.serin.bench.http.Program;
import dev.serin.bench.http.Spread;
import dev.serin.bench.http.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// What connections cost: 10 000 that wait after a request each, then 1 000 that send.
final class Memory {
  private static final int IDLE = 10_000;
  private static final int ACTIVE = 1000;
  private static final int SOURCES = 40;
  private static final double MOST_KIBIBYTES = 24;
  private static final double MOST_MEBIBYTES = 768;

  private final Scene scene;

  Memory(Scene scene) {
    this.scene = scene;
  }

  /// Opens them.
  ///
  /// @return true when every target was met
  boolean run(Report report) throws IOException {
    Program serin = scene.proxies().getFirst();
    report.title("Memory");
    report.columns("connections", "memory MiB", "live heap MiB", "files", "requests", "errors");
    String url = "http://127.0.0.1:" + serin.port() + "/";
    Turn.Count warm = Load.run(scene.load("wrk", "-t1", "-c64", "-d10s", url));
    Footprint before = Footprint.of(serin);
    report.row(before.cells("none, after 64 that sent", warm));
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        idle.add(open(serin.port(), i % SOURCES + 2));
      }
      Footprint waiting = Footprint.of(serin);
      report.row(waiting.cells(IDLE + " idle", new Turn.Count(IDLE, 0)));
      Turn.Count load = Load.run(scene.load("wrk", "-t1", "-c" + ACTIVE, "-d10s", url));
      Footprint busy = Footprint.of(serin);
      report.row(busy.cells(IDLE + " idle, " + ACTIVE + " active", load));
      double grown =
          Math.max(waiting.resident() - before.resident(), waiting.heap() - before.heap());
      double each = grown * 1024 / IDLE;
      report.say("");
      report.say("An idle connection costs %s KiB.".formatted(Spread.round(each)));
      report.atMost("KiB for an idle connection", each, MOST_KIBIBYTES);
      report.atMost("MiB with all", busy.resident(), MOST_MEBIBYTES);
      report.atMost("errors", (double) load.errors(), 0);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    return report.close();
  }

  /// From another address each time, so that no limit for one client is met.
  private static Socket open(int port, int source) throws IOException {
    InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) source});
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
    Probe probe = new Probe(socket, socket.getInputStream());
    probe.version();
    return socket;
  }
}
