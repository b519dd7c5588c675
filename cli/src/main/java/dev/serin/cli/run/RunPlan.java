package dev.serin.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.cli.console.Json;
import dev.serin.server.Refusal;
import dev.serin.server.site.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is needed to begin a run again: the manifests' text, and what the command line said.
/// Kept in the store beside the rollout; holds no secret, only where secrets are.
///
/// @param files the manifests
/// @param rollout which rollout of the manifests it is about
record RunPlan(
    List<ManifestText> files, String rollout, Targets targets, RunOrder.Surroundings surroundings) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// Copies its list.
  RunPlan {
    files = List.copyOf(files);
  }

  /// A manifest.
  ///
  /// @param name for messages
  /// @param folder where it stands, for the files that it names; null for the current one
  record ManifestText(String name, String text, @Nullable String folder) {}

  /// The same about one of its rollouts.
  RunPlan about(String name) {
    return new RunPlan(files, name, targets, surroundings);
  }

  /// True when manifests, not the command line, name the backends.
  boolean byManifest() {
    return targets.stable().isEmpty() && targets.canary().isEmpty();
  }

  String json() {
    return Json.line(this);
  }

  static RunPlan parse(String json) {
    try {
      return JSON.readValue(json, RunPlan.class);
    } catch (JsonProcessingException e) {
      throw new Refusal(
          "what was kept of the last run can not be read ("
              + e.getOriginalMessage()
              + "): name the manifests again, with --restart");
    }
  }

  /// The plan with what a command line says now in place of what was said then.
  RunPlan with(RunOrder.Surroundings now) {
    RunOrder.Surroundings then = surroundings;
    return new RunPlan(
        files,
        rollout,
        targets,
        new RunOrder.Surroundings(
            or(now.listen(), then.listen()),
            or(now.admin(), then.admin()),
            or(now.router(), then.router()),
            or(now.prometheus(), then.prometheus()),
            now.secrets().isEmpty() ? then.secrets() : now.secrets(),
            now.unguarded() || then.unguarded(),
            now.gatewayThreads() == null ? then.gatewayThreads() : now.gatewayThreads(),
            or(now.accessLog(), then.accessLog()),
            or(now.tlsCertificate(), then.tlsCertificate()),
            or(now.tlsKey(), then.tlsKey())));
  }

  private static @Nullable String or(@Nullable String now, @Nullable String then) {
    return now == null ? then : now;
  }
}
