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
/// @param minutes of a soak
record Order(
    int rounds,
    int seconds,
    int connections,
    List<Integer> kibibytes,
    int warmUp,
    boolean pinned,
    boolean peers,
    What what,
    int minutes) {
  /// The benchmarks.
  enum What {
    COMPARISON,
    WEIGHTS,
    SOAK,
    MEMORY
  }

  static Order parse(List<String> arguments) {
    int rounds = 15;
    int seconds = 3;
    int connections = 64;
    int warmUp = 15;
    List<Integer> sizes = new ArrayList<>();
    boolean pinned = false;
    boolean peers = true;
    What what = What.COMPARISON;
    int minutes = 10;
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
        case "--minutes" -> minutes = number(arguments, ++i);
        case "weights" -> what = What.WEIGHTS;
        case "soak" -> what = What.SOAK;
        case "memory" -> what = What.MEMORY;
        case "--size" -> sizes.add(number(arguments, ++i));
        default -> throw new IllegalArgumentException(unknown(arguments.get(i)));
      }
    }
    List<Integer> asked = sizes.isEmpty() ? List.of(1, 64) : List.copyOf(sizes);
    boolean beside = peers && what == What.COMPARISON;
    return new Order(rounds, seconds, connections, asked, warmUp, pinned, beside, what, minutes);
  }

  private static String unknown(String argument) {
    return "there is no '%s'; words are weights, soak and memory, options --quick, --rounds N, --seconds N, --size KIB, --connections N, --warm-up SECONDS, --minutes N, --pinned and --alone"
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
