package dev.serin.bench.gateway;

import dev.serin.bench.http.Program;
import dev.serin.bench.http.Spread;
import dev.serin.bench.http.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a JVM holds, after it has collected all garbage.
///
/// @param resident memory of the process in MiB
/// @param heap MiB of live objects
/// @param buffers that lie outside the heap
/// @param files and sockets that are open
record Footprint(double resident, double heap, long buffers, long files) {
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern BUFFERS =
      Pattern.compile("\\s(\\d+)\\s+\\d+\\s+java\\.nio\\.DirectByteBuffer\\s");

  static Footprint of(Program program) throws IOException {
    long pid = program.process().pid();
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return new Footprint(
          program.residentMebibytes(),
          number(TOTAL, text) / 1048576.0,
          number(BUFFERS, text),
          files.count());
    }
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("jcmd says nothing of the heap: " + text);
    }
    return Long.parseLong(found.group(1));
  }

  String[] cells(String what, Turn.Count load) {
    return new String[] {
      what,
      Spread.round(resident),
      Spread.round(heap),
      Long.toString(files),
      Long.toString(load.requests()),
      Long.toString(load.errors())
    };
  }
}
