package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.nginx.NginxSettings.Mechanism;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Nginx as a router: where to begin.
public final class Nginx {
  /// What manifests call it, under `trafficRouting.plugins`.
  public static final String KIND = "serin/nginx";

  /// What a weight costs where each is a reload: with mechanism `reload`, and for a plain
  /// `upstream`. For people.
  static final String RELOAD_COST =
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

  /// What nginx could not do of a rollout, such as a header that it can not look for; empty when it
  /// can do all of it.
  ///
  /// @param settings as [#problem(Object)] takes them
  public static Optional<String> problem(BalancedRollout rollout, @Nullable Object settings) {
    try {
      NginxSettings read = NginxSettings.of(settings);
      if (read.upstream().isEmpty()) {
        Include.check(rollout, read);
        return Optional.empty();
      }
      PlainFile.of(rollout, read);
      boolean routes = !rollout.headers().isEmpty() || !rollout.mirrors().isEmpty();
      return routes
          ? Optional.of(
              "setting %s.upstream must be left out for header and mirror routes: a plain upstream has none"
                  .formatted(KIND))
          : Optional.empty();
    } catch (IllegalArgumentException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  /// What nginx can do by these settings.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static Set<Capability> capabilities(@Nullable Object settings) {
    return NginxSettings.of(settings).upstream().isPresent()
        ? EnumSet.of(Capability.WEIGHT)
        : EnumSet.allOf(Capability.class);
  }

  /// True when users stay where they are; false when each request is dealt out by itself.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static boolean keepsUsers(@Nullable Object settings) {
    return NginxSettings.of(settings).upstream().isEmpty();
  }

  /// What each weight costs, for people; empty when it costs nothing.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static Optional<String> cost(@Nullable Object settings) {
    NginxSettings read = NginxSettings.of(settings);
    return read.upstream().isPresent() || read.mechanism() == Mechanism.RELOAD
        ? Optional.of(RELOAD_COST)
        : Optional.empty();
  }

  /// Where Serin receives nginx' log.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static InetSocketAddress log(@Nullable Object settings) {
    return NginxSettings.of(settings).log();
  }

  /// A router for one rollout. Nothing is read or changed before it is asked for something.
  ///
  /// @param settings as [#problem(Object)] takes them
  /// @throws IllegalArgumentException when the settings can not be used, or something of the
  ///     rollout can not be said to nginx
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
  /// @param settings as [#problem(Object)] takes them
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
