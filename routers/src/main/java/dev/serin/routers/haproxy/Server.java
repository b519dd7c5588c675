package dev.serin.routers.haproxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A server of a backend as HAProxy has it now.
///
/// @param id the number that HAProxy gave it
/// @param address as text, such as `10.0.0.7` or a path of a socket
/// @param weight 0 to 256
/// @param state what was done to it by hand, a sum of bits
record Server(int id, String name, String address, int port, int weight, int state) {
  private static final int MAINTENANCE = 1;
  private static final int INHERITED = 2;
  private static final int RESOLVED = 32;
  private static final int DRAINED = 8;

  /// Reads the answer to `show servers state`, whose second line names the columns.
  static List<Server> read(String answer) {
    Map<String, Integer> columns = new HashMap<>();
    List<Server> servers = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      String[] words = line.strip().split(" ", -1);
      if (line.startsWith("# ")) {
        for (int i = 1; i < words.length; i++) {
          columns.put(words[i], i - 1);
        }
      } else if (words.length > 1 && words.length >= columns.size() && !columns.isEmpty()) {
        servers.add(of(columns, words));
      }
    }
    return servers;
  }

  private static Server of(Map<String, Integer> columns, String[] words) {
    return new Server(
        number(words[columns.getOrDefault("srv_id", 2)]),
        words[columns.getOrDefault("srv_name", 3)],
        words[columns.getOrDefault("srv_addr", 4)],
        number(words[columns.getOrDefault("srv_port", 18)]),
        number(words[columns.getOrDefault("srv_uweight", 7)]),
        number(words[columns.getOrDefault("srv_admin_state", 6)]));
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /// True when it listens there.
  boolean isAt(InetSocketAddress place) {
    try {
      return port == place.getPort() && InetAddress.ofLiteral(address).equals(place.getAddress());
    } catch (IllegalArgumentException _) {
      // It is the path of a socket, or a name that was not looked up yet.
      return false;
    }
  }

  /// True when it was put into maintenance by hand.
  boolean inMaintenance() {
    return (state & MAINTENANCE) != 0;
  }

  /// True when it was told to take no new sessions.
  boolean drained() {
    return (state & DRAINED) != 0;
  }

  /// What counts when HAProxy shares requests out.
  int share() {
    boolean out = (state & (MAINTENANCE | INHERITED | RESOLVED | DRAINED)) != 0;
    return out ? 0 : weight;
  }
}
