package dev.serin.routers.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The lines that tell which requests of a frontend belong to a rollout. The first rollout that
/// wants a request gets it.
record Scope(Names names, Terms terms) {
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String where = "";
    if (!terms.hosts().isEmpty()) {
      lines.add(acl("host", "req.hdr(host),field(1,:) -i -m str", terms.hosts()));
      where += " " + names.condition("host");
    }
    if (!terms.paths().isEmpty()) {
      lines.add(acl("path", "path -m beg", terms.paths()));
      where += " " + names.condition("path");
    }
    lines.add(
        "http-request set-var(txn.serin_rollout) str(%s) if !{ var(txn.serin_rollout) -m found }%s"
            .formatted(names.rollout(), where));
    lines.add(
        "acl %s var(txn.serin_rollout) -m str -- %s"
            .formatted(names.condition("mine"), names.rollout()));
    return lines;
  }

  private String acl(String name, String test, List<String> texts) {
    String words = texts.stream().map(Word::of).collect(Collectors.joining(" "));
    return "acl %s %s -- %s".formatted(names.condition(name), test, words);
  }
}
