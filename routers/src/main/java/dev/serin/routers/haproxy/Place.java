package dev.serin.routers.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a rollout's lines belong in a configuration.
///
/// @param section the one that users reach
/// @param defaults the sections whose settings it takes over, nearest first
record Place(Section section, List<Section> defaults) {
  /// What looking for it came to.
  sealed interface Found {
    /// It is here.
    record Here(Place place) implements Found {}

    /// There is none that could be used.
    record Not(String why) implements Found {}
  }

  /// Finds the section of that name, or the only one.
  static Found find(Document document, @Nullable String name) {
    List<Section> sections = document.sections();
    List<Place> facing =
        sections.stream()
            .filter(Section::faces)
            .map(section -> new Place(section, defaults(sections, section)))
            .toList();
    return name == null ? only(facing) : named(facing, name);
  }

  private static Found named(List<Place> facing, String name) {
    Optional<Place> found =
        facing.stream().filter(place -> place.section.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      return new Found.Not("it has no frontend %s; it has %s".formatted(name, names(facing)));
    }
    return found.get().http()
        ? new Found.Here(found.get())
        : new Found.Not(
            "frontend %s is in tcp mode, where HAProxy sees no requests: it needs `mode http`"
                .formatted(name));
  }

  private static Found only(List<Place> facing) {
    List<Place> candidates = facing.stream().filter(Place::serves).toList();
    return candidates.size() == 1
        ? new Found.Here(candidates.getFirst())
        : new Found.Not(
            candidates.isEmpty()
                ? "it has no frontend in http mode; it has " + names(facing)
                : "it has several frontends: say which in setting serin/haproxy.frontend: "
                    + names(candidates));
  }

  private static String names(List<Place> places) {
    return places.isEmpty()
        ? "none"
        : places.stream().map(place -> place.section.name()).collect(Collectors.joining(", "));
  }

  /// Nearest first. Without `from` it is the last one before it; those do not add up.
  private static List<Section> defaults(List<Section> sections, Section section) {
    List<Section> chain = new ArrayList<>();
    Optional<Section> next = before(sections, section);
    while (next.isPresent() && !chain.contains(next.get())) {
      chain.add(next.get());
      next = next.get().from() == null ? Optional.empty() : before(sections, next.get());
    }
    return chain;
  }

  private static Optional<Section> before(List<Section> sections, Section section) {
    return sections.stream()
        .filter(one -> one.kind().equals("defaults") && one.start() < section.start())
        .filter(one -> section.from() == null || section.from().equals(one.name()))
        .reduce((_, later) -> later);
  }

  private boolean http() {
    String mode = section.value("mode");
    for (Section one : defaults) {
      mode = mode == null ? one.value("mode") : mode;
    }
    return "http".equals(mode);
  }

  /// False for a page of statistics that serves nothing else.
  private boolean serves() {
    boolean page =
        section.has("stats", "enable")
            && !section.has("server")
            && section.first("use_backend") < 0;
    return http() && !(page && !section.has("default_backend"));
  }

  /// True when it or its defaults have such a line.
  boolean has(String... words) {
    return section.has(words) || defaults.stream().anyMatch(one -> one.has(words));
  }

  /// True when its log has a format.
  boolean formatted() {
    return has("option", "httplog")
        || has("option", "tcplog")
        || has("option", "httpslog")
        || has("log-format");
  }

  /// The line in front of which Serin's lines belong: behind the user's own rules, and before
  /// the choice of a backend.
  int line() {
    int choice = section.first("use_backend");
    if (choice >= 0) {
      return section.start() + choice;
    }
    int last = section.lines().size() - 1;
    while (last > 0 && section.lines().get(last).isEmpty()) {
      last--;
    }
    return section.start() + last + 1;
  }

  /// The line in front of which a choice belongs that takes only what no `use_backend` takes.
  int lastChoice() {
    int certain = section.unconditional();
    int last = certain >= 0 ? certain : section.last("use_backend") + 1;
    return last > 0 ? section.start() + last : line();
  }

  /// Why nothing can be put behind the user's own choice; empty when it can.
  Optional<String> closed() {
    int certain = section.unconditional();
    return certain >= 0 && section.lines().get(certain).get(1).contains("%[")
        ? Optional.of(
            "frontend %s has a `use_backend %s` without a condition, which chooses for all requests: say in setting serin/haproxy.hosts or serin/haproxy.paths which of them the rollout is for"
                .formatted(section.name(), section.lines().get(certain).get(1)))
        : Optional.empty();
  }

  /// What takes the requests that no `use_backend` with a condition takes.
  String fallback() {
    int certain = section.unconditional();
    String backend = certain >= 0 ? section.lines().get(certain).get(1) : null;
    backend = backend == null ? section.value("default_backend") : backend;
    for (Section one : defaults) {
      backend = backend == null ? one.value("default_backend") : backend;
    }
    return backend == null
        ? "the servers of %s %s".formatted(section.kind(), section.name())
        : "backend " + backend;
  }

  /// What people should know of their configuration.
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (has("option", "dontlog-normal")) {
      notes.add(
          "option dontlog-normal hides successful requests from Serin's log too: take it out");
    }
    if (has("option", "logasap")) {
      notes.add("option logasap logs before a response is complete: latencies will be too small");
    }
    if (!formatted() && has("log")) {
      notes.add("the frontend had no format for its log; `option httplog` is its format now");
    }
    return notes;
  }
}
