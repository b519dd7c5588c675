package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The generated files of one rollout, in a running nginx.
///
/// @param folder of the switches
record Installation(Include include, Folder folder) {
  private static final Duration RELOAD = Duration.ofSeconds(5);

  /// How a new configuration was taken.
  sealed interface Taken {
    /// It is in force.
    ///
    /// @param dump the whole configuration
    record InForce(Dump dump) implements Taken {}

    /// It is good, and nginx was reloaded, but its configuration does not include all of it.
    record NotIncluded(Dump dump) implements Taken {}

    /// It was not good, and everything is as it was.
    record Refused(String why) implements Taken {}
  }

  static Installation of(Include include) {
    return new Installation(
        include, new Folder(include.settings().state().resolve(include.names().key())));
  }

  Probe probe() {
    return new Probe(include.settings().probe(), include.names().key());
  }

  Control control() {
    return new Control(include.settings());
  }

  Switchboard board() {
    return new Switchboard(include.rollout().id(), include.split());
  }

  GeneratedFiles files() {
    return GeneratedFiles.of(include.files());
  }

  /// What is wrong with the files; empty when they are as they were generated.
  ///
  /// @throws IOException when one can not be read
  Optional<String> difference() throws IOException {
    return files().difference();
  }

  /// Writes the files and makes nginx take them.
  ///
  /// @throws IOException when a file can not be written
  Taken put() throws IOException {
    Optional<Map<String, String>> switches = folder.read();
    GeneratedFiles.make(include.settings().includes());
    GeneratedFiles.make(include.settings().state());
    begin(switches);
    GeneratedFiles.Before before = files().write();
    Taken taken = reload();
    if (taken instanceof Taken.Refused) {
      before.restore();
      restore(switches);
      GeneratedFiles.sweep(include.settings().includes());
      GeneratedFiles.sweep(include.settings().state());
    }
    return taken;
  }

  private void restore(Optional<Map<String, String>> switches) throws IOException {
    if (switches.isEmpty()) {
      folder.delete();
    } else if (!folder.read().equals(switches)) {
      folder.replace(switches.get());
    }
  }

  private Taken reload() {
    Control.Ran test = control().test();
    if (!test.ok()) {
      return new Taken.Refused("nginx refuses the configuration: " + test.told());
    }
    Control.Ran reload = control().reload();
    if (!reload.ok()) {
      return new Taken.Refused("nginx could not be reloaded: is it running? " + reload.told());
    }
    Dump dump = new Dump(control().dump().output());
    if (!missing(dump).isEmpty()) {
      return new Taken.NotIncluded(dump);
    }
    Probe.Answer answer = probe().await("", RELOAD, this::isInForce);
    return isInForce(answer) ? new Taken.InForce(dump) : new Taken.Refused(silent(answer));
  }

  /// What the configuration does not include, of `http`, `server` and `location`.
  List<String> missing(Dump dump) {
    return Stream.of("http", "server", "location")
        .filter(kind -> !dump.includes(include.file(kind)))
        .toList();
  }

  /// The configuration is good, and yet nginx does not run it: it may be another nginx.
  private String silent(Probe.Answer answer) {
    return "nginx was reloaded and does not run the new files; its probe at %s says %s. Is it this nginx that `%s` reloads?"
        .formatted(
            NginxSettings.written(include.settings().probe()),
            answer,
            String.join(" ", include.settings().reload()));
  }

  /// True when it was made once.
  boolean exists() {
    return Files.exists(include.file("http"));
  }

  /// For people: nginx answers, and does not know the rollout.
  String unknown() {
    return "nginx at %s does not know rollout %s: %s"
        .formatted(
            NginxSettings.written(include.settings().probe()),
            include.rollout().id(),
            exists()
                ? "reload it, and see that its configuration includes %s/*.http"
                    .formatted(include.settings().includes())
                : "run `serin nginx init`");
  }

  boolean isInForce(Probe.Answer answer) {
    return answer instanceof Probe.Answer.Runs runs
        && runs.generation().equals(include.generation());
  }

  /// The switches that nginx needs from the start. Those of another mechanism are translated, and
  /// stay beside the new ones until nginx has been reloaded, so that users stay where they are.
  private void begin(Optional<Map<String, String>> now) throws IOException {
    Split split = include.split();
    Map<String, String> old = now.orElse(Map.of());
    Split before = made(old);
    if (now.isPresent() && before.mechanism() == split.mechanism()) {
      return;
    }
    Map<String, String> all = new TreeMap<>(old);
    if (split.mechanism() == NginxSettings.Mechanism.FILES) {
      all.keySet().removeIf(Buckets::isBucket);
    }
    all.putAll(board().beginning(before.toSecond(old).orElse(Weight.NONE)).files());
    folder.replace(all);
  }

  /// The mechanism that some switches were made for.
  private Split made(Map<String, String> switches) {
    String place = folder.place().toString();
    Names names = include.names();
    return Stream.of(new LuaSplit(names, place), new ReloadSplit(names, place))
        .filter(split -> split.toSecond(switches).isPresent())
        .findFirst()
        .orElseGet(() -> new FileSplit(place));
  }

  /// Which files are there no more once this rollout is taken away.
  ///
  /// @param shared true when no other rollout needs the shared file
  GeneratedFiles without(boolean shared) {
    Map<Path, Optional<String>> gone = new LinkedHashMap<>();
    for (Path file : include.files().keySet()) {
      if (shared || !file.equals(include.shared())) {
        gone.put(file, Optional.empty());
      }
    }
    return new GeneratedFiles(gone);
  }
}
