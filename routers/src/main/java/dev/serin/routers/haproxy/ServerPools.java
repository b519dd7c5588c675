package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.haproxy.RuntimeApi.Reply;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The servers of one backend of HAProxy, sorted into the two pools of a rollout by the addresses
/// of their endpoints.
///
/// @param first in the order of the pool's endpoints
/// @param second the same of the second pool
record ServerPools(
    BalancedRollout rollout, String backend, List<Server> first, List<Server> second) {
  /// What asking for them came to.
  sealed interface Found {
    /// They are these.
    record Both(ServerPools pools) implements Found {}

    /// They can not be told.
    ///
    /// @param why with what would help
    record Not(String why) implements Found {}
  }

  /// Asks HAProxy for them.
  static Found ask(RuntimeApi api, BalancedRollout rollout, String backend) {
    return switch (api.ask("show servers state " + backend)) {
      case Reply.Unreachable(String why) -> new Found.Not(why);
      case Reply.Answer(String text) when !text.contains("srv_name") ->
          new Found.Not(
              "HAProxy at %s does not show backend %s: %s; setting serin/haproxy.backend must name a backend with servers"
                  .formatted(api.address(), backend, text));
      case Reply.Answer(String text) -> sorted(rollout, backend, Server.read(text));
    };
  }

  private static Found sorted(BalancedRollout rollout, String backend, List<Server> servers) {
    List<Server> rest = new ArrayList<>(servers);
    List<String> missing = new ArrayList<>();
    List<Server> first = take(rollout.first(), rest, missing);
    List<Server> second = take(rollout.second(), rest, missing);
    if (!missing.isEmpty()) {
      return new Found.Not(
          "backend %s of HAProxy has no server at %s; its servers are %s"
              .formatted(backend, String.join(", ", missing), shown(servers)));
    }
    rest.removeIf(server -> server.share() == 0);
    return rest.isEmpty()
        ? new Found.Both(new ServerPools(rollout, backend, first, second))
        : new Found.Not(
            "backend %s of HAProxy has servers that no Backend of %s names: %s; add them to the endpoints of one, or take them out"
                .formatted(backend, rollout.id(), shown(rest)));
  }

  private static List<Server> take(Backend pool, List<Server> rest, List<String> missing) {
    List<Server> taken = new ArrayList<>();
    for (Backend.Endpoint endpoint : pool.endpoints()) {
      InetSocketAddress place = place(endpoint.url());
      Optional<Server> found = rest.stream().filter(server -> server.isAt(place)).findFirst();
      found.ifPresentOrElse(
          taken::add, () -> missing.add(endpoint.url().getAuthority() + " (" + pool.name() + ")"));
      found.ifPresent(rest::remove);
    }
    return taken;
  }

  private static InetSocketAddress place(URI url) {
    String text = PoolSection.address(url);
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static String shown(List<Server> servers) {
    return servers.stream()
        .map(server -> "%s at %s:%d".formatted(server.name(), server.address(), server.port()))
        .collect(Collectors.joining(", "));
  }

  /// What the servers are to be told for a share of the second pool.
  Wish wish(Weight toSecond) {
    ServerWeights weights =
        ServerWeights.of(units(rollout.first()), units(rollout.second()), toSecond);
    SortedMap<String, Setting> settings = new TreeMap<>();
    put(settings, first, weights.first());
    put(settings, second, weights.second());
    return new Wish(settings, weights.toSecond());
  }

  /// What servers are told.
  ///
  /// @param settings by the name of the server
  /// @param toSecond the share that the second pool gets so
  record Wish(SortedMap<String, Setting> settings, Weight toSecond) {}

  private static List<Integer> units(Backend pool) {
    return pool.endpoints().stream().map(Backend.Endpoint::weight).toList();
  }

  private static void put(
      SortedMap<String, Setting> settings, List<Server> servers, List<Integer> weights) {
    for (int i = 0; i < servers.size(); i++) {
      settings.put(servers.get(i).name(), Setting.of(weights.get(i)));
    }
  }

  /// What the servers are told now.
  SortedMap<String, Setting> settings() {
    SortedMap<String, Setting> settings = new TreeMap<>();
    first.forEach(server -> settings.put(server.name(), Setting.of(server)));
    second.forEach(server -> settings.put(server.name(), Setting.of(server)));
    return settings;
  }

  /// The share that the second pool gets now.
  Weight toSecond() {
    long left = first.stream().mapToLong(Server::share).sum();
    long right = second.stream().mapToLong(Server::share).sum();
    return left + right == 0
        ? Weight.NONE
        : new Weight((int) Math.round((double) right * Weight.SCALE / (left + right)));
  }

  /// The commands that make the settings so. Servers that are to serve are told first, so that
  /// there is always one.
  List<String> commands(SortedMap<String, Setting> settings) {
    List<String> commands = new ArrayList<>();
    List<String> last = new ArrayList<>();
    SortedMap<String, Setting> now = settings();
    settings.forEach(
        (name, setting) -> {
          Setting is = now.get(name);
          boolean serves = setting.state().equals(Setting.READY);
          List<String> to = serves ? commands : last;
          String server = "set server " + backend + "/" + name;
          if (is == null || is.weight() != setting.weight()) {
            to.add(server + " weight " + setting.weight());
          }
          if (is == null || !is.state().equals(setting.state())) {
            to.add(server + " state " + setting.state());
          }
        });
    commands.addAll(last);
    return commands;
  }
}
