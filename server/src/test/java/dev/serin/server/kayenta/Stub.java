package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.serin.providers.http.WebAddress;
import dev.serin.providers.kayenta.RangeQueries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A Prometheus that knows the series of the recorded judgements, again and again in time.
final class Stub implements AutoCloseable {
  private final JsonNode series;
  private final HttpServer server;
  private volatile CountDownLatch open = new CountDownLatch(0);

  Stub(JsonNode series) throws IOException {
    this.series = series;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/v1/query_range", this::answer);
    server.start();
  }

  Map<String, RangeQueries.Server> accounts() {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of("prom", RangeQueries.Server.at(WebAddress.parse("stub", address)));
  }

  /// Answers nobody until [#resume].
  void hang() {
    open = new CountDownLatch(1);
  }

  void resume() {
    open.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    try {
      open.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    byte[] answer = matrix(form).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String matrix(Map<String, String> form) {
    String query = form.getOrDefault("query", "");
    String name = query.startsWith("good") ? "good" : query.startsWith("bad") ? "bad" : "tmpl";
    String side = query.contains("baseline") ? "control" : "experiment";
    JsonNode values = series.path(name).path(side);
    List<String> points = new ArrayList<>();
    double start = Double.parseDouble(form.getOrDefault("start", "0"));
    double end = Double.parseDouble(form.getOrDefault("end", "0"));
    double step = Double.parseDouble(form.getOrDefault("step", "60"));
    for (int i = 0; start + i * step <= end; i++) {
      points.add(
          "[%.3f,\"%s\"]".formatted(start + i * step, values.path(i % values.size()).asText()));
    }
    String result =
        query.startsWith("nodata")
            ? ""
            : "{\"metric\":{},\"values\":[" + String.join(",", points) + "]}";
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[%s]}}"
        .formatted(result);
  }

  @Override
  public void close() {
    open.countDown();
    server.stop(0);
  }
}
