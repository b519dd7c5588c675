package dev.serin.routers.nginx;

import dev.serin.routers.BalancedRollout;
import dev.serin.routers.nginx.NginxSettings.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts the generated files of one rollout into an nginx.
///
/// @param rollout what it is to serve
record IncludeSetup(BalancedRollout rollout, NginxSettings settings) implements NginxSetup {
  private static final String AS_BEFORE = "everything is as it was";

  @Override
  public Outcome init() {
    Control control = new Control(settings);
    Control.Ran dump = control.dump();
    if (!dump.ok()) {
      return new Outcome.Failed(
          "nginx' configuration is not good already: " + dump.told(), "nothing was changed");
    }
    String built = control.built().output();
    Outcome outcome = new Outcome.Failed("no mechanism was tried", AS_BEFORE);
    for (Mechanism mechanism : candidates(new Dump(dump.output()), built)) {
      outcome = init(mechanism, Control.version(built));
      if (!(outcome instanceof Outcome.Failed)) {
        return outcome;
      }
    }
    return outcome;
  }

  @Override
  public Outcome preview() {
    Control control = new Control(settings);
    String built = control.built().output();
    Mechanism mechanism = candidates(new Dump(control.dump().output()), built).getFirst();
    Include include = Include.of(rollout, settings, mechanism, Control.version(built));
    List<String> kinds = List.of("http", "server", "location");
    return new Outcome.Preview(
        include.files(), kinds.stream().map(kind -> place(include, kind)).toList());
  }

  /// The best first.
  private List<Mechanism> candidates(Dump dump, String built) {
    boolean lua = dump.loadsLua() || built.contains("lua-nginx-module");
    if (settings.mechanism() != Mechanism.AUTO) {
      return List.of(settings.mechanism());
    }
    return lua ? List.of(Mechanism.LUA, Mechanism.FILES) : List.of(Mechanism.FILES);
  }

  private Outcome init(Mechanism mechanism, String version) {
    Installation installation = Installation.of(Include.of(rollout, settings, mechanism, version));
    try {
      Optional<String> clash = clash(installation.include());
      if (clash.isPresent()) {
        return new Outcome.Failed(clash.get(), "nothing was changed");
      }
      return switch (installation.put()) {
        case Installation.Taken.InForce(Dump dump) ->
            new Outcome.Ready(
                how(installation.include()), dump.advice(installation.include().file("server")));
        case Installation.Taken.NotIncluded(Dump dump) -> needsLines(installation, dump);
        case Installation.Taken.Refused(String why) -> new Outcome.Failed(why, AS_BEFORE);
      };
    } catch (IOException failure) {
      return new Outcome.Failed("the files can not be written: " + failure, AS_BEFORE);
    }
  }

  /// Other rollouts of this nginx have their probe in the same server.
  private Optional<String> clash(Include include) throws IOException {
    String listen = "listen %s;".formatted(NginxSettings.written(settings.probe()));
    boolean other =
        Files.exists(include.shared())
            && !Files.readString(include.shared()).contains(listen)
            && !others(include).isEmpty();
    return other
        ? Optional.of(
            "other rollouts have their probe elsewhere, as %s says: write the same setting probe for all"
                .formatted(include.shared()))
        : Optional.empty();
  }

  /// The files of other rollouts.
  private List<Path> others(Include include) throws IOException {
    if (!Files.isDirectory(settings.includes())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(settings.includes())) {
      return all.filter(file -> file.toString().endsWith(".probe"))
          .filter(file -> !file.equals(include.file("probe")))
          .toList();
    }
  }

  private static String how(Include include) {
    Mechanism mechanism = include.split().mechanism();
    return "nginx %s steers %s by %s; generation %s is in force"
        .formatted(
            include.version(),
            include.rollout().id(),
            mechanism.name().toLowerCase(Locale.ROOT),
            include.generation());
  }

  private static Outcome needsLines(Installation installation, Dump dump) {
    List<Place> places = new ArrayList<>();
    for (String kind : installation.missing(dump)) {
      places.add(place(installation.include(), kind));
    }
    return new Outcome.NeedsLines(places, dump.advice(installation.include().file("server")));
  }

  private static Place place(Include include, String kind) {
    return switch (kind) {
      case "http" ->
          new Place(
              "in http { }",
              List.of("include %s/*.http;".formatted(include.settings().includes())));
      case "server" ->
          new Place(
              "in the server { } that users reach",
              List.of("include %s;".formatted(include.file(kind))));
      default ->
          new Place(
              "in the location { } that users reach, in place of its proxy_pass; leave out what it has already",
              List.of(
                  "include %s;".formatted(include.file(kind)),
                  "proxy_http_version 1.1;",
                  "proxy_set_header Connection \"\";",
                  "proxy_set_header Host $host;",
                  include.pass()));
    };
  }

  @Override
  public Outcome remove() {
    Installation installation = Installation.of(Nginx.include(rollout, settings));
    try {
      return remove(installation);
    } catch (IOException failure) {
      return new Outcome.Failed("the files can not be taken away: " + failure, AS_BEFORE);
    }
  }

  private Outcome remove(Installation installation) throws IOException {
    Include include = installation.include();
    boolean last = others(include).isEmpty();
    GeneratedFiles.Before before = installation.without(last).write();
    Control.Ran test = installation.control().test();
    if (!test.ok()) {
      before.restore();
      return new Outcome.Failed(
          "nginx' configuration still needs them: take out the lines that include %s and use $serin_pool: %s"
              .formatted(include.file("*"), test.told()),
          AS_BEFORE);
    }
    Control.Ran reload = installation.control().reload();
    installation.folder().delete();
    GeneratedFiles.sweep(settings.includes());
    GeneratedFiles.sweep(settings.state());
    List<String> advice = new ArrayList<>();
    if (last && installation.control().dump().output().contains(settings.includes() + "/*.http")) {
      advice.add(
          "`include %s/*.http;` finds nothing any more: take it out"
              .formatted(settings.includes()));
    }
    if (!reload.ok()) {
      advice.add("nginx could not be reloaded: " + reload.told());
    }
    return new Outcome.Removed(advice);
  }
}
