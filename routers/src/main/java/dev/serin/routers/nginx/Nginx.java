package dev.serin.routers.nginx;

import dev.serin.routers.BalancedRollout;
import dev.serin.routers.nginx.NginxSettings.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Nginx as a router: where to begin.
public final class Nginx {
  /// What manifests call it, under `trafficRouting.plugins`.
  public static final String KIND = "serin/nginx";

  /// What a weight costs where each is a reload: with mechanism `reload`, and for a plain
  /// `upstream`. For people.
  public static final String RELOAD_COST =
      "each weight is a reload of nginx: it closes idle keep-alive connections, and of clients that"
          + " send without a pause about one request in 200 can see a reset connection";

  private Nginx() {}

  /// What is wrong with settings; empty when nothing is.
  ///
  /// @param settings a tree of maps, lists and scalars; null for the defaults
  public static Optional<String> problem(@Nullable Object settings) {
    try {
      NginxSettings.of(settings);
      return Optional.empty();
    } catch (IllegalArgumentException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  /// A router for one rollout. Nothing is read or changed before it is asked for something.
  ///
  /// @param settings as [#problem] takes them
  /// @throws IllegalArgumentException when the settings can not be used, or something of the
  ///     rollout
  ///     can not be said to nginx
  public static NginxRouter router(BalancedRollout rollout, @Nullable Object settings) {
    NginxSettings read = NginxSettings.of(settings);
    if (read.upstream().isPresent()) {
      return new PlainRouter(rollout.id(), rollout.pools(), PlainFile.of(rollout, read));
    }
    Include.check(rollout, read);
    return new SwitchRouter(
        rollout.id(), rollout.pools(), () -> Installation.of(include(rollout, read)));
  }

  /// Puts Serin into nginx for one rollout, and takes it out.
  ///
  /// @param settings as [#problem] takes them
  /// @throws IllegalArgumentException as [#router] does
  public static NginxSetup setup(BalancedRollout rollout, @Nullable Object settings) {
    NginxSettings read = NginxSettings.of(settings);
    if (read.upstream().isPresent()) {
      return new PlainSetup(PlainFile.of(rollout, read));
    }
    Include.check(rollout, read);
    return new IncludeSetup(rollout, read);
  }

  /// What is installed now, or would be: the files themselves say how they were made.
  static Include include(BalancedRollout rollout, NginxSettings settings) {
    Path file = Include.of(rollout, settings, Mechanism.FILES, "0").file("http");
    List<String> made = List.of();
    try {
      made = Files.exists(file) ? Include.made(Files.readString(file)) : made;
    } catch (IOException unreadable) {
      made = List.of();
    }
    if (!made.isEmpty()) {
      for (Mechanism mechanism : Mechanism.values()) {
        if (mechanism.name().toLowerCase(Locale.ROOT).equals(made.get(0))) {
          return Include.of(rollout, settings, mechanism, made.get(1));
        }
      }
    }
    String version = Control.version(new Control(settings).built().output());
    return Include.of(rollout, settings, settings.mechanism(), version);
  }
}
