package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What Serin adds to a configuration for one rollout that is steered by weights: lines that tell
/// in the log which pool a request went to. The servers are the user's own.
///
/// @param servers as HAProxy numbers them
record WeightLines(ServerPools servers, Terms terms) implements Lines {
  @Override
  public List<String> rules() {
    Names names = new Names(servers.rollout().id());
    List<String> lines = new ArrayList<>(new Scope(names, terms).lines());
    String mine = names.condition("mine");
    // Only to tell which configuration HAProxy runs: it loads the map with it.
    lines.add(
        "http-request set-var(txn.serin_generation) str(%s),map_str_int(%s,0) if %s"
            .formatted(RouteKey.GENERATION, names.map(terms.maps()), mine));
    lines.add("http-request set-var(txn.serin_one_in) int(1) if " + mine);
    lines.add(pool(mine, servers.rollout().first(), servers.first()));
    lines.add(pool(mine, servers.rollout().second(), servers.second()));
    return lines;
  }

  @Override
  public List<String> choice() {
    return List.of();
  }

  private String pool(String mine, Backend pool, List<Server> members) {
    String numbers =
        members.stream()
            .map(server -> Integer.toString(server.id()))
            .collect(Collectors.joining(" "));
    String where = "{ be_name -m str -- %s } { srv_id %s }".formatted(servers.backend(), numbers);
    return "http-after-response set-var(txn.serin_pool) str(%s) if %s %s"
        .formatted(pool.name(), mine, where);
  }

  @Override
  public List<String> backends() {
    return List.of();
  }
}
