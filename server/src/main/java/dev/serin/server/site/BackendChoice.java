package dev.serin.server.site;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.traffic.Revision;
import dev.serin.server.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The two backends that a rollout is between.
///
/// @param stable the one that serves already
/// @param canary the one that is to take over
public record BackendChoice(Backend stable, Backend canary) {
  /// @throws Refusal when both run the same version
  public BackendChoice {
    if (stable.revision().equals(canary.revision())) {
      throw new Refusal(
          "stable and canary are both version "
              + stable.revision()
              + "; give the new one another version (--canary-version, or spec.version of its"
              + " Backend)");
    }
  }

  /// Those that the command line gives, else those that the manifest names.
  ///
  /// @param known the Backends of the manifests
  /// @throws Refusal when one is missing
  public static BackendChoice of(Strategy strategy, List<Backend> known, Targets targets) {
    if (!targets.stable().isEmpty() || !targets.canary().isEmpty()) {
      return new BackendChoice(
          given("stable", targets.stable(), targets.stableVersion(), "v1"),
          given("canary", targets.canary(), targets.canaryVersion(), "v2"));
    }
    return switch (strategy) {
      case Strategy.Canary canary ->
          new BackendChoice(
              named("stableService", canary.services().stable(), "--stable", known),
              named("canaryService", canary.services().canary(), "--canary", known));
      case Strategy.BlueGreen blueGreen ->
          new BackendChoice(
              named("activeService", blueGreen.activeService(), "--stable", known),
              named("previewService", blueGreen.previewService(), "--canary", known));
    };
  }

  /// The roles as the store knows them: after a promotion the canary's backend is stable, and a new
  /// version on the other one is the next canary.
  ///
  /// @param trusted the revision that the store calls stable
  /// @param written true when manifests, not the command line, name the backends
  /// @throws Refusal when none of the two runs it
  public BackendChoice after(Revision trusted, boolean written) {
    if (stable.revision().equals(trusted)) {
      return this;
    }
    if (written && canary.revision().equals(trusted)) {
      return swapped();
    }
    throw new Refusal(
        "the last run left version "
            + trusted
            + " as stable, but now stable is "
            + stable.revision()
            + ": "
            + (written
                ? "let the stable Backend run " + trusted
                : "give " + trusted + "'s URL to --stable with --stable-version " + trusted)
            + ", or forget the last run with --restart");
  }

  private BackendChoice swapped() {
    return new BackendChoice(/* stable= */ canary, /* canary= */ stable);
  }

  private static Backend given(
      String role, List<String> urls, @Nullable String version, String otherwise) {
    if (urls.isEmpty()) {
      throw new Refusal("--" + role + " URL is missing: a rollout is between two versions");
    }
    List<Backend.Endpoint> endpoints =
        urls.stream().map(url -> new Backend.Endpoint(uri(role, url), 1)).toList();
    String name = Objects.requireNonNullElse(version, otherwise);
    if (name.isBlank()) {
      throw new Refusal("--" + role + "-version must not be empty");
    }
    return new Backend(role, new Revision(name), endpoints, Backend.HealthCheck.DEFAULT);
  }

  private static URI uri(String role, String url) {
    try {
      URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && Objects.requireNonNullElse(uri.getPath(), "").isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // The message below says what is right.
    }
    throw new Refusal(
        "--" + role + " '" + url + "' is no server; write http://host:port, without a path");
  }

  private static Backend named(
      String field, @Nullable String name, String option, List<Backend> known) {
    Optional<Backend> found = known.stream().filter(b -> b.name().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new Refusal(
                (name == null
                        ? "the manifest names no " + field
                        : field + " '" + name + "' is no Backend of these manifests")
                    + (known.isEmpty() ? "" : " (there are: " + names(known) + ")")
                    + ": say where the version listens with "
                    + option
                    + " URL, or add a Backend document"));
  }

  private static String names(List<Backend> known) {
    return known.stream().map(Backend::name).collect(Collectors.joining(", "));
  }
}
