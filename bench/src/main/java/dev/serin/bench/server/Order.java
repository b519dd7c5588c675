package dev.serin.bench.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command line asks for.
///
/// @param api whether requests are measured, and not turns
/// @param rollouts how many
/// @param seconds that are measured
/// @param hanging rollouts among them whose provider never answers
/// @param database a PostgreSQL database; null for a file
record Order(boolean api, int rollouts, int seconds, int hanging, @Nullable String database) {
  static Order parse(List<String> arguments) {
    Order order = new Order(false, 10_000, 180, 20, null);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      order =
          switch (argument) {
            case "api" -> new Order(true, order.rollouts, 2, 0, order.database);
            case "--rollouts" -> order.with(number(arguments, ++i), order.seconds, order.hanging);
            case "--seconds" -> order.with(order.rollouts, number(arguments, ++i), order.hanging);
            case "--hanging" -> order.with(order.rollouts, order.seconds, number(arguments, ++i));
            case "--database" ->
                new Order(
                    order.api, order.rollouts, order.seconds, order.hanging, text(arguments, ++i));
            default -> throw new IllegalArgumentException(unknown(argument));
          };
    }
    return order;
  }

  private Order with(int nextRollouts, int nextSeconds, int nextHanging) {
    return new Order(api, nextRollouts, nextSeconds, nextHanging, database);
  }

  private static String unknown(String argument) {
    return "there is no '%s'; the word is api, options --rollouts N, --seconds N, --hanging N and --database URL"
        .formatted(argument);
  }

  private static String text(List<String> arguments, int place) {
    if (place >= arguments.size()) {
      throw new IllegalArgumentException(arguments.get(place - 1) + " needs a value");
    }
    return arguments.get(place);
  }

  private static int number(List<String> arguments, int place) {
    String text = text(arguments, place);
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(
          "%s needs a number of 0 to 99999, but has '%s'"
              .formatted(arguments.get(place - 1), text));
    }
    return Integer.parseInt(text);
  }
}
