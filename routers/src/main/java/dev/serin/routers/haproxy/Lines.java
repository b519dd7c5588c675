package dev.serin.routers.haproxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// What Serin adds to a configuration of HAProxy for one rollout.
interface Lines {
  /// The rules for the frontend that users reach, without indentation. They stand in front of its
  /// choice of a backend, where HAProxy wants them.
  List<String> rules();

  /// The lines that choose a backend there; none when the choice stays as it is.
  List<String> choice();

  /// All lines for the frontend.
  default List<String> frontend() {
    List<String> lines = new ArrayList<>(rules());
    lines.addAll(choice());
    return lines;
  }

  /// Sections of its own.
  List<String> backends();

  /// Differs when the lines do, 1 to 2^31 - 1.
  default int generation() {
    CRC32 sum = new CRC32();
    sum.update(String.join("\n", frontend()).getBytes(StandardCharsets.UTF_8));
    sum.update(String.join("\n", backends()).getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() & Integer.MAX_VALUE) | 1;
  }
}
