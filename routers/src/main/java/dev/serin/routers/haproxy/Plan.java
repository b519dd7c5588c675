package dev.serin.routers.haproxy;

import dev.serin.core.rollout.RolloutId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The configuration as it is to become.
///
/// @param next the whole file
/// @param frontend the name of the section that got lines
/// @param frontendLines what it got
/// @param backendLines the sections that are new
/// @param notes what people should know
record Plan(
    Document next,
    String frontend,
    List<String> frontendLines,
    List<String> backendLines,
    List<String> notes) {
  private static final String INDENT = "  ";

  /// What planning came to.
  sealed interface Planned {
    /// It can be done so.
    record Done(Plan plan) implements Planned {}

    /// It can not.
    record Refused(String why) implements Planned {}
  }

  /// Plans to add a rollout's lines, in place of those that it may have.
  static Planned add(Document current, OwnLines own, Terms terms) {
    Optional<String> damage = current.damage();
    if (damage.isPresent()) {
      return refused(terms, damage.get());
    }
    Document clean = without(current, own.rollout());
    return switch (Place.find(clean, terms.frontend())) {
      case Place.Found.Not(String why) -> refused(terms, why);
      case Place.Found.Here(Place place) -> add(clean, place, own, terms);
    };
  }

  private static Planned add(Document clean, Place place, OwnLines own, Terms terms) {
    String id = own.rollout().toString();
    Lines lines = own.lines();
    Section section = place.section();
    List<String> others = clean.blocks(section.start(), section.end());
    String log = log(section.name());
    List<String> logLines = new LogLines(terms).lines(place.formatted());
    Optional<String> conflict = conflict(clean, place, terms, logLines);
    if (conflict.isPresent()) {
      return refused(terms, conflict.get());
    }
    boolean logged = others.contains(log);
    int at = others.isEmpty() ? place.line() : behind(clean, section, others.getLast());
    int choice = terms.scoped() ? at : Math.max(at, place.lastChoice());
    boolean apart = choice > at && !lines.choice().isEmpty();
    Document next = apart ? clean.with(choice, id, lines.choice(), INDENT) : clean;
    next = next.with(at, id, apart ? lines.rules() : lines.frontend(), INDENT);
    next = logged ? next : next.with(at, log, logLines, INDENT);
    List<String> backends = backends(place, lines.backends());
    next = backends.isEmpty() ? next : next.with(next.lines().size(), id, backends, "");
    List<String> shown = new ArrayList<>(logged ? List.of() : logLines);
    shown.addAll(lines.frontend());
    List<String> notes = new ArrayList<>(place.notes());
    if (!lines.choice().isEmpty()) {
      notes.add(standIn(place, terms, id));
    }
    return new Planned.Done(new Plan(next, section.name(), shown, backends, notes));
  }

  private static String standIn(Place place, Terms terms, String rollout) {
    return terms.scoped()
        ? "the new pools of %s get all requests for its hosts and paths, whichever backend got them; http-request rules, timeouts and other settings of that backend do not apply to the pools"
            .formatted(rollout)
        : "the new pools of %s stand for %s in frontend %s; http-request rules, timeouts and other settings of its own do not apply to them"
            .formatted(rollout, place.fallback(), place.section().name());
  }

  /// The pools take the same defaults as the frontend, if those have a name.
  private static List<String> backends(Place place, List<String> lines) {
    String from = place.defaults().isEmpty() ? "" : place.defaults().getFirst().name();
    return lines.stream()
        .map(line -> line.startsWith("backend ") && !from.isEmpty() ? line + " from " + from : line)
        .toList();
  }

  private static int behind(Document document, Section section, String block) {
    int at = section.end();
    while (!document.lines().get(at - 1).strip().equals("# serin end " + block)) {
      at--;
    }
    return at;
  }

  private static Optional<String> conflict(
      Document clean, Place place, Terms terms, List<String> logLines) {
    Section section = place.section();
    String log = log(section.name());
    List<String> others = new ArrayList<>(clean.blocks(section.start(), section.end()));
    boolean logged = others.remove(log);
    if (!logged && place.has("log-format-sd")) {
      return Optional.of(
          "frontend %s has a `log-format-sd` already, which Serin needs for itself"
              .formatted(section.name()));
    }
    if (logged && !clean.inside(log).containsAll(logLines)) {
      return Optional.of(
          "frontend %s logs to Serin for another rollout already, with other settings: log and logSample must be the same"
              .formatted(section.name()));
    }
    boolean open = !terms.scoped();
    if (open && place.closed().isPresent()) {
      return place.closed();
    }
    return others.stream()
        .filter(other -> open || unbounded(clean, other))
        .findFirst()
        .map(
            other ->
                "frontend %s has lines for rollout %s: rollouts that share a frontend need the settings hosts or paths, each its own"
                    .formatted(section.name(), other));
  }

  private static boolean unbounded(Document document, String rollout) {
    String start = "acl serin:" + rollout.replace('/', ':');
    return document.inside(rollout).stream()
        .noneMatch(line -> line.startsWith(start + ":host") || line.startsWith(start + ":path"));
  }

  /// Plans to take a rollout's lines out.
  static Planned remove(Document current, RolloutId id, Terms terms) {
    Optional<String> damage = current.damage();
    return damage.isPresent()
        ? refused(terms, damage.get())
        : new Planned.Done(new Plan(without(current, id), "", List.of(), List.of(), List.of()));
  }

  private static Document without(Document current, RolloutId id) {
    Document rest = current.without(id.toString());
    for (Section section : rest.sections()) {
      String log = log(section.name());
      if (rest.blocks(section.start(), section.end()).equals(List.of(log))) {
        return rest.without(log);
      }
    }
    return rest;
  }

  /// The name of the block that all rollouts of a frontend share.
  private static String log(String frontend) {
    return "log of " + frontend;
  }

  private static Planned refused(Terms terms, String why) {
    return new Planned.Refused("%s can not be used: %s".formatted(terms.config(), why));
  }
}
