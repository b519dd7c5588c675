package dev.serin.e2e;

/// The manifest of a shop behind load balancers, with a Backend for each of its two services.
///
/// @param blue v1
/// @param green v2
record Shop(Service blue, Service green) {
  /// Beside the steps. Latencies on a machine that runs many tests at once say little about a
  /// version.
  private static final String ERRORS =
      """
            analysis:
              templates: [{templateName: errors}]
      """;

  private static final String TEMPLATE =
      """
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AnalysisTemplate
      metadata: {name: errors}
      spec:
        metrics:
          - name: errors
            interval: 10s
            consecutiveErrorLimit: "1000000"
            provider: {plugin: {serin/comparison: {signal: errors, source: router}}}
      """;

  /// A canary that names no analysis.
  ///
  /// @param router its word and its settings, as a line of YAML
  /// @param steps the part `steps` of its plan
  String plain(String router, String steps) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: shop}
        spec:
          strategy:
            canary:
              stableService: shop-blue
              canaryService: shop-green
              trafficRouting: {plugins: {%s}}
        %s---
        apiVersion: serin.dev/v1alpha1
        kind: Backend
        metadata: {name: shop-blue}
        spec: {version: v1, endpoints: [{url: "%s"}]}
        ---
        apiVersion: serin.dev/v1alpha1
        kind: Backend
        metadata: {name: shop-green}
        spec: {version: v2, endpoints: [{url: "%s"}]}
        """
        .formatted(router, steps, blue.url(), green.url());
  }

  /// One whose errors alone are compared, by what the router counts.
  String judgedByErrors(String router, String steps) {
    return plain(router, ERRORS + steps) + TEMPLATE;
  }
}
