package dev.serin.routers.nginx;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.nginx.PlainText.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A user's own file with an `upstream` whose servers are those of the two pools. Only their
/// weights are ever changed, and the file as it was is kept until it is given back.
///
/// @param name the word behind `upstream`
/// @param file that holds it
/// @param kept where the original is kept
/// @param first the servers of the first pool and their weights in it
/// @param second the same of the second
record PlainFile(
    RolloutId rollout,
    NginxSettings settings,
    String name,
    Path file,
    Path kept,
    Map<String, Integer> first,
    Map<String, Integer> second) {
  /// @throws IllegalArgumentException when a server can not be said to nginx, or is in both pools
  static PlainFile of(BalancedRollout rollout, NginxSettings settings) {
    NginxSettings.PlainPlace place = settings.upstream().orElseThrow();
    Map<String, Integer> first = servers(rollout.first());
    Map<String, Integer> second = servers(rollout.second());
    if (first.keySet().stream().anyMatch(second::containsKey)) {
      throw new IllegalArgumentException(
          "pools %s and %s of %s have a server in common"
              .formatted(rollout.first().name(), rollout.second().name(), rollout.id()));
    }
    Path kept = settings.state().resolve(Names.of(rollout.id()).key() + ".original");
    return new PlainFile(rollout.id(), settings, place.name(), place.file(), kept, first, second);
  }

  private static Map<String, Integer> servers(Backend pool) {
    Map<String, Integer> servers = new HashMap<>();
    pool.endpoints()
        .forEach(each -> servers.merge(Include.server(each.url()), each.weight(), Integer::sum));
    return servers;
  }

  private static int sum(Map<String, Integer> servers) {
    return servers.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Its text, a character for each byte: a comment may be in any encoding, and stays as it is.
  String read() throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /// Why a file can not be driven; empty when it can.
  Optional<String> problem(String text) {
    List<Server> servers = PlainText.of(text).servers(Control.latin(name));
    if (servers.isEmpty()) {
      return Optional.of("%s has no block `upstream %s` with servers".formatted(file, name));
    }
    List<String> there = servers.stream().map(Server::address).sorted().toList();
    List<String> wanted = new ArrayList<>(first.keySet());
    wanted.addAll(second.keySet());
    wanted.sort(null);
    if (!there.equals(wanted)) {
      return Optional.of(
          "`upstream %s` in %s has servers %s, and the Backends have %s: they must be the same"
              .formatted(name, file, there, wanted));
    }
    return servers.stream().anyMatch(server -> has(server, "backup"))
        ? Optional.of("`upstream %s` in %s has a backup server".formatted(name, file))
        : Optional.empty();
  }

  private static boolean has(Server server, String word) {
    return server.words().stream().anyMatch(it -> it.is(word));
  }

  /// The share of the second pool that a share can be.
  Weight nearest(Weight toSecond) {
    return weight(ratio(toSecond).share(sum(first), sum(second)));
  }

  private Ratio ratio(Weight toSecond) {
    return Ratio.of(toSecond, sum(first), sum(second));
  }

  private static Weight weight(double share) {
    return new Weight((int) Math.round(share * Weight.SCALE));
  }

  /// The file with other weights.
  String with(String text, Weight toSecond) {
    Ratio ratio = ratio(toSecond);
    return replaced(
        text,
        server -> {
          Integer one = first.get(server.address());
          int weight =
              one != null
                  ? one * ratio.first()
                  : second.getOrDefault(server.address(), 0) * ratio.second();
          return server.with(weight, text);
        });
  }

  /// The file with the servers' lines of the original.
  String original(String text) throws IOException {
    String before = Files.readString(kept, StandardCharsets.ISO_8859_1);
    Map<String, String> lines =
        PlainText.of(before).servers(Control.latin(name)).stream()
            .collect(
                Collectors.toMap(
                    Server::address,
                    server -> before.substring(server.start(), server.end()),
                    (one, _) -> one));
    return replaced(
        text,
        server ->
            lines.getOrDefault(server.address(), text.substring(server.start(), server.end())));
  }

  private String replaced(String text, Function<Server, String> line) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Server server : PlainText.of(text).servers(Control.latin(name))) {
      out.append(text, at, server.start()).append(line.apply(server));
      at = server.end();
    }
    return out.append(text.substring(at)).toString();
  }

  /// The share that the second pool has now.
  Weight toSecond(String text) {
    long one = 0;
    long two = 0;
    for (Server server : PlainText.of(text).servers(Control.latin(name))) {
      one += first.containsKey(server.address()) ? server.weight() : 0;
      two += second.containsKey(server.address()) ? server.weight() : 0;
    }
    return one + two == 0 ? Weight.NONE : weight((double) two / (one + two));
  }

  /// Stands for the servers' lines.
  String etag(String text) {
    return Names.hash(
        PlainText.of(text).servers(Control.latin(name)).stream()
            .map(server -> text.substring(server.start(), server.end()))
            .collect(Collectors.joining("\n")));
  }

  /// Keeps the file as it is, unless that was done before.
  void keep() throws IOException {
    if (!Files.exists(kept)) {
      GeneratedFiles.put(kept, GeneratedFiles.bytes(file));
    }
  }

  /// Changes the file and makes nginx take it.
  ///
  /// @param text a character for each byte
  /// @return what went wrong; empty when it is in force
  Optional<String> put(String text) throws IOException {
    Control control = new Control(settings);
    Optional<byte[]> before = GeneratedFiles.bytes(file);
    GeneratedFiles.put(file, Optional.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    Control.Ran test = control.test();
    if (!test.ok()) {
      GeneratedFiles.put(file, before);
      return Optional.of("nginx refuses the configuration: " + test.told());
    }
    Workers workers = Workers.of(control);
    Control.Ran reload = control.reload();
    if (!reload.ok()) {
      return Optional.of("nginx could not be reloaded: is it running? " + reload.told());
    }
    return workers.renewed()
        ? Optional.empty()
        : Optional.of("nginx was reloaded and has no new workers: look into its error log");
  }
}
