package dev.serin.bench.gateway;

import java.util.ArrayList;
import java.util.List;

/// What a command line asks for.
///
/// @param rounds in each of which every proxy has its turn
/// @param seconds of a turn
/// @param connections that are open all the time
/// @param kibibytes the sizes of bodies, one comparison for each
/// @param warmUp processor seconds that the JVM is given before the first round
/// @param pinned true to give the proxy a core of its own
/// @param peers true to have nginx and HAProxy too
record Order(
    int rounds,
    int seconds,
    int connections,
    List<Integer> kibibytes,
    int warmUp,
    boolean pinned,
    boolean peers) {
  static Order parse(List<String> arguments) {
    int rounds = 15;
    int seconds = 3;
    int connections = 64;
    int warmUp = 15;
    List<Integer> sizes = new ArrayList<>();
    boolean pinned = false;
    boolean peers = true;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--quick" -> {
          rounds = 5;
          seconds = 2;
        }
        case "--pinned" -> pinned = true;
        case "--alone" -> peers = false;
        case "--rounds" -> rounds = number(arguments, ++i);
        case "--seconds" -> seconds = number(arguments, ++i);
        case "--connections" -> connections = number(arguments, ++i);
        case "--warm-up" -> warmUp = number(arguments, ++i);
        case "--size" -> sizes.add(number(arguments, ++i));
        default -> throw new IllegalArgumentException(unknown(arguments.get(i)));
      }
    }
    List<Integer> asked = sizes.isEmpty() ? List.of(1, 64) : List.copyOf(sizes);
    return new Order(rounds, seconds, connections, asked, warmUp, pinned, peers);
  }

  private static String unknown(String argument) {
    return "there is no '%s'; options are --quick, --rounds N, --seconds N, --size KIB, --connections N, --warm-up SECONDS, --pinned and --alone"
        .formatted(argument);
  }

  private static int number(List<String> arguments, int place) {
    String text = place < arguments.size() ? arguments.get(place) : "";
    if (!text.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException(
          "%s needs a number of 1 to 99999, but has '%s'"
              .formatted(arguments.get(place - 1), text));
    }
    return Integer.parseInt(text);
  }
}
