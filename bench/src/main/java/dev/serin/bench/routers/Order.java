package dev.serin.bench.routers;

import java.util.List;

/// What a command line asks for.
///
/// @param rounds of a comparison, in each of which every balancer has its turn
/// @param seconds of a turn
/// @param requests by which each share is measured
record Order(What what, int rounds, int seconds, int requests) {
  /// That are open all the time under load.
  static final int CONNECTIONS = 64;

  private static final int QUICK_REQUESTS = 20_000;

  /// The benchmarks.
  enum What {
    COMPARISON,
    WEIGHTS,
    SPLIT
  }

  static Order parse(List<String> arguments) {
    Order order = new Order(What.COMPARISON, 11, 3, 100_000);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      order =
          switch (argument) {
            case "--quick" -> new Order(order.what, 5, 2, QUICK_REQUESTS);
            case "--rounds" -> order.with(number(arguments, ++i), order.seconds);
            case "--seconds" -> order.with(order.rounds, number(arguments, ++i));
            case "weights" -> order.with(What.WEIGHTS);
            case "split" -> order.with(What.SPLIT);
            default -> throw new IllegalArgumentException(unknown(argument));
          };
    }
    return order;
  }

  private Order with(int nextRounds, int nextSeconds) {
    return new Order(what, nextRounds, nextSeconds, requests);
  }

  private Order with(What next) {
    return new Order(next, rounds, seconds, requests);
  }

  private static String unknown(String argument) {
    return "there is no '%s'; words are weights and split, options --quick, --rounds N and --seconds N"
        .formatted(argument);
  }

  private static int number(List<String> arguments, int place) {
    String text = place < arguments.size() ? arguments.get(place) : "";
    if (!text.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          "%s needs a number of 1 to 9999, but has '%s'".formatted(arguments.get(place - 1), text));
    }
    return Integer.parseInt(text);
  }
}
