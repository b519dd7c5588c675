package dev.serin.bench.server;

import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;

/// Manifests of very many rollouts: a hundred in each namespace, each with a host of its own on the
/// gateway and with backends of its own.
///
/// @param port of the stub
/// @param rollouts how many in all
/// @param hanging so many of them, spread evenly, ask a provider that never answers
record Fleet(int port, int rollouts, int hanging) {
  /// Rollouts of a namespace.
  static final int TOGETHER = 100;

  int namespaces() {
    return Math.ceilDiv(rollouts, TOGETHER);
  }

  /// Everything that rests: no steps, so that each is promoted at once.
  Source resting(int namespace) {
    StringBuilder text = new StringBuilder(gateway(namespace));
    for (int number = first(namespace); number < end(namespace); number++) {
      text.append(rollout(number, "{}"))
          .append(backend(number, "blue", "1"))
          .append(backend(number, "green", "2"));
    }
    return Source.of("resting-" + namespace, text.toString());
  }

  /// A new version of everything, with a weight each minute and a measurement each five seconds.
  Source updating(int namespace) {
    StringBuilder text = new StringBuilder(template(namespace, "answers", "/ok"));
    text.append(template(namespace, "hangs", "/hang"));
    for (int number = first(namespace); number < end(namespace); number++) {
      text.append(rollout(number, steps(hangs(number) ? "hangs" : "answers")))
          .append(backend(number, "blue", "3"))
          .append(backend(number, "green", "2"));
    }
    return Source.of("updating-" + namespace, text.toString());
  }

  boolean hangs(int number) {
    return hanging > 0 && number % Math.max(1, rollouts / hanging) == 0;
  }

  static RolloutId id(int number) {
    return new RolloutId("n" + number / TOGETHER, "r" + number);
  }

  private static int first(int namespace) {
    return namespace * TOGETHER;
  }

  private int end(int namespace) {
    return Math.min(rollouts, first(namespace + 1));
  }

  private String gateway(int namespace) {
    StringBuilder routes = new StringBuilder();
    for (int number = first(namespace); number < end(namespace); number++) {
      routes.append("    - {host: r%d.test, rollout: r%d}\n".formatted(number, number));
    }
    return """
    ---
    apiVersion: serin.dev/v1alpha1
    kind: Gateway
    metadata: {name: front, namespace: n%d}
    spec:
      routes:
    %s"""
        .formatted(namespace, routes);
  }

  private static String rollout(int number, String more) {
    return """
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Rollout
    metadata: {name: r%d, namespace: n%d}
    spec:
      strategy:
        canary:
          stableService: r%d-blue
          canaryService: r%d-green
    %s"""
        .formatted(number, number / TOGETHER, number, number, more.equals("{}") ? "" : more);
  }

  private static String steps(String template) {
    StringBuilder steps = new StringBuilder();
    steps.append("      analysis: {templates: [{templateName: %s}]}\n".formatted(template));
    steps.append("      steps:\n");
    for (int weight = 5; weight < 100; weight += 5) {
      steps.append("        - setWeight: %d\n".formatted(weight));
      steps.append("        - pause: {duration: 60s}\n");
    }
    return steps.toString();
  }

  private String backend(int number, String side, String version) {
    return """
    ---
    apiVersion: serin.dev/v1alpha1
    kind: Backend
    metadata: {name: r%d-%s, namespace: n%d}
    spec:
      version: "%s"
      endpoints: [{url: "http://127.%d.%d.%d:%d"}]
      healthCheck: {interval: 30s}
    """
        .formatted(
            number,
            side,
            number / TOGETHER,
            version,
            side.equals("blue") ? 1 : 2,
            number / 250,
            number % 250 + 1,
            port);
  }

  private String template(int namespace, String name, String path) {
    return """
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AnalysisTemplate
    metadata: {name: %s, namespace: n%d}
    spec:
      metrics:
        - name: ok
          interval: 5s
          successCondition: result == true
          failureLimit: 1000000
          consecutiveErrorLimit: 1000000
          provider:
            web: {url: "http://127.0.0.1:%d%s", jsonPath: "{$.ok}", timeoutSeconds: 5}
    """
        .formatted(name, namespace, port, path);
  }
}
