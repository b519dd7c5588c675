package dev.serin.server.metrics;

import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// `/metrics`, and the count of everything that is asked.
///
/// @param role that callers need in all namespaces, because the metrics name every rollout
public record MetricsEndpoints(ServerMetrics metrics, Role role) implements Endpoints {
  @Override
  public void add(JavalinConfig config) {
    config.requestLogger.http(this::count);
    config.routes.get("/metrics", this::write, role);
  }

  private void write(Context request) throws IOException {
    @Nullable Principal caller = request.attribute(Principal.ATTRIBUTE);
    if (role != Role.ANYONE && (caller == null || !caller.may(role, Grant.EVERYWHERE))) {
      throw Problem.of(
              403,
              "forbidden",
              "the metrics name every rollout: they need a role in all" + " namespaces")
          .exception();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create()
        .write(out, metrics.registry().scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    request
        .contentType(PrometheusTextFormatWriter.CONTENT_TYPE)
        .header("Cache-Control", "no-store")
        .result(out.toByteArray());
  }

  /// What matches no route is counted together: a client can not make up labels.
  private void count(Context request, Float milliseconds) {
    @Nullable Endpoint endpoint = request.endpoints().lastHttpEndpoint();
    metrics.answered(
        request.method().name(),
        endpoint == null ? "other" : endpoint.path,
        request.statusCode(),
        Duration.ofNanos((long) (milliseconds * 1e6)));
  }
}
