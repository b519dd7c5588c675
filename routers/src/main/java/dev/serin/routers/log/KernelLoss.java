package dev.serin.routers.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What Linux tells of datagrams that it dropped because nobody took them in time: the last column
/// of `/proc/net/udp`.
final class KernelLoss {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
  private static final int COLUMNS = 13;
  private static final int WORD = 4;

  private KernelLoss() {}

  /// Datagrams to a socket of ours that were dropped since it was opened; empty where the kernel
  /// does not tell.
  static OptionalLong of(InetSocketAddress bound) {
    String end = hex(bound.getAddress()) + String.format(Locale.ROOT, ":%04X", bound.getPort());
    OptionalLong lost = OptionalLong.empty();
    for (Path table : TABLES) {
      OptionalLong one = of(table, end);
      if (one.isPresent()) {
        lost = OptionalLong.of(lost.orElse(0) + one.getAsLong());
      }
    }
    return lost;
  }

  private static OptionalLong of(Path table, String end) {
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(columns -> columns.length >= COLUMNS && columns[1].endsWith(end))
          .map(columns -> columns[columns.length - 1])
          .filter(drops -> drops.matches("[0-9]{1,18}"))
          .mapToLong(Long::parseLong)
          .reduce(Long::sum);
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  /// As the table writes it: each word of four bytes in the order of this machine, which on all
  /// that Linux' Java runs on is the lowest first. An IPv4 address is also the end of the IPv6
  /// address that stands for it.
  private static String hex(InetAddress address) {
    byte[] bytes = address.getAddress();
    StringBuilder hex = new StringBuilder();
    for (int word = 0; word < bytes.length; word += WORD) {
      for (int i = word + WORD - 1; i >= word; i--) {
        hex.append(String.format(Locale.ROOT, "%02X", bytes[i]));
      }
    }
    return hex.toString();
  }
}
