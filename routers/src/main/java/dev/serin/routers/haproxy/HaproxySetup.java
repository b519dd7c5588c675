package dev.serin.routers.haproxy;

import dev.serin.routers.BalancedRollout;
import dev.serin.routers.WholeFile;
import dev.serin.routers.haproxy.RuntimeApi.Life;
import dev.serin.routers.haproxy.SetupOutcome.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts what one rollout needs into the configuration of a running HAProxy, and takes it out again.
///
/// The file is checked by HAProxy before it is put in place, and put back byte for byte when
/// HAProxy does not take it. Serin's lines stand between marks; nothing else is touched.
public final class HaproxySetup {
  private static final String UNTOUCHED = "nothing was changed";

  private final BalancedRollout rollout;
  private final Terms terms;
  private final Running running;

  HaproxySetup(BalancedRollout rollout, Terms terms, RuntimeApi api) {
    this.rollout = rollout;
    this.terms = terms;
    this.running = new Running(terms, api);
  }

  /// What [#init] would do. Changes nothing.
  public SetupOutcome preview() {
    return planned(
        (plan, _) ->
            new SetupOutcome.Preview(
                terms.config(),
                plan.frontend(),
                plan.frontendLines(),
                plan.backendLines(),
                plan.notes()));
  }

  /// Adds the rollout's lines, or brings them up to date, and makes HAProxy use them.
  public SetupOutcome init() {
    return planned(this::init);
  }

  private interface Then {
    SetupOutcome go(Plan plan, Lines lines);
  }

  private SetupOutcome planned(Then then) {
    try {
      Lines lines = null;
      if (terms.mechanism() == Mechanism.MAP) {
        lines = new Fragment(rollout, terms);
      } else {
        switch (running.servers(rollout)) {
          case ServerPools.Found.Not(String why) -> {
            return new Failed(why, UNTOUCHED);
          }
          case ServerPools.Found.Both(ServerPools servers) ->
              lines = new WeightLines(servers, terms);
        }
      }
      return switch (Plan.add(read(), new OwnLines(terms.config(), rollout.id(), lines), terms)) {
        case Plan.Planned.Refused(String why) -> new Failed(why, UNTOUCHED);
        case Plan.Planned.Done(Plan plan) -> then.go(plan, lines);
      };
    } catch (IllegalArgumentException wrong) {
      return new Failed(String.valueOf(wrong.getMessage()), UNTOUCHED);
    } catch (IOException failure) {
      return new Failed(unreadable(failure), UNTOUCHED);
    }
  }

  private Document read() throws IOException {
    return Document.of(Files.readAllBytes(terms.config()));
  }

  private String unreadable(IOException failure) {
    return "HAProxy's configuration %s can not be used: %s; setting serin/haproxy.config says where it is, and Serin must be let write it"
        .formatted(terms.config(), failure);
  }

  private SetupOutcome init(Plan plan, Lines lines) {
    MapFile map = new MapFile(new Names(rollout.id()).map(terms.maps()));
    MapChange change;
    Optional<String> old = running.tooOld();
    if (old.isPresent()) {
      return new Failed(old.get(), UNTOUCHED);
    }
    try {
      change = new MapChange(map, lines.generation());
      change.prepare();
    } catch (IOException failure) {
      return new Failed(
          "the map %s can not be written: %s".formatted(map.file(), failure), UNTOUCHED);
    }
    String generation = Integer.toString(lines.generation());
    SetupOutcome outcome =
        put(
            plan,
            "HAProxy does not run the new configuration",
            change,
            life -> running.runs(map, generation, life));
    if (outcome instanceof Failed) {
      change.undo();
    }
    return outcome;
  }

  /// Takes the rollout's lines out, and its map. What others changed in the file stays.
  public SetupOutcome remove() {
    try {
      return switch (Plan.remove(read(), rollout.id(), terms)) {
        case Plan.Planned.Refused(String why) -> new Failed(why, UNTOUCHED);
        case Plan.Planned.Done(Plan plan) -> remove(plan);
      };
    } catch (IllegalArgumentException wrong) {
      return new Failed(String.valueOf(wrong.getMessage()), UNTOUCHED);
    } catch (IOException failure) {
      return new Failed(unreadable(failure), UNTOUCHED);
    }
  }

  private SetupOutcome remove(Plan plan) {
    MapFile map = new MapFile(new Names(rollout.id()).map(terms.maps()));
    SetupOutcome outcome =
        put(
            plan,
            "HAProxy still runs the old configuration",
            null,
            life -> running.lacks(map, life));
    if (outcome instanceof SetupOutcome.Ready) {
      running.forget(map.file());
      if (!String.join("", plan.next().lines()).contains("# serin begin ")) {
        running.forget(original());
      }
    }
    return outcome;
  }

  private Path original() {
    return terms.config().resolveSibling(terms.config().getFileName() + ".before-serin");
  }

  private SetupOutcome put(
      Plan plan, String wrong, @Nullable MapChange change, Predicate<Optional<Life>> inForce) {
    try {
      byte[] before = Files.readAllBytes(terms.config());
      byte[] after = plan.next().bytes();
      Optional<Life> life = running.life();
      if (Arrays.equals(before, after) && inForce.test(Optional.empty())) {
        return new SetupOutcome.Ready(terms.config(), plan.notes());
      }
      Optional<String> invalid = running.check(after);
      if (invalid.isPresent()) {
        return new Failed(invalid.get(), UNTOUCHED);
      }
      keepOriginal(before);
      if (change != null) {
        change.carryOut();
      }
      WholeFile.write(terms.config(), after);
      Optional<String> failure = running.reload(wrong, () -> inForce.test(life));
      return failure.isEmpty()
          ? new SetupOutcome.Ready(terms.config(), plan.notes())
          : restored(before, failure.get(), change);
    } catch (IOException failure) {
      return new Failed(unreadable(failure), UNTOUCHED);
    }
  }

  private void keepOriginal(byte[] before) throws IOException {
    if (!marked(before)) {
      Files.deleteIfExists(original());
      Files.copy(terms.config(), original(), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static boolean marked(byte[] configuration) {
    return String.join("", Document.of(configuration).lines()).contains("# serin begin ");
  }

  private Failed restored(byte[] before, String why, @Nullable MapChange change) {
    if (change != null) {
      change.undo();
    }
    try {
      WholeFile.write(terms.config(), before);
    } catch (IOException failure) {
      return new Failed(
          why,
          "%s could not be put back: %s; what it was is in %s"
              .formatted(terms.config(), failure, original()));
    }
    if (!marked(before)) {
      running.forget(original());
    }
    Optional<String> again = running.reload();
    return new Failed(
        why,
        "%s is byte for byte what it was%s"
            .formatted(
                terms.config(),
                again
                    .map(failure -> ", but HAProxy was not reloaded with it: " + failure)
                    .orElse("")));
  }
}
