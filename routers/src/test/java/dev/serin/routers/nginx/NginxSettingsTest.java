package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.routers.BalancedRollout;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a manifest may say of nginx.
class NginxSettingsTest {
  private static BalancedRollout rollout(RolloutId id, String pool, String url, String header) {
    return new BalancedRollout(
        id,
        backend(pool, url),
        backend("green", url.equals("https://127.0.0.1:1") ? url : "http://127.0.0.1:2"),
        List.of(
            new Routing.HeaderRoute(
                "one", List.of(new HeaderMatch(header, new TextMatch.Exact("1"))))),
        List.of());
  }

  private static Backend backend(String name, String url) {
    return new Backend(
        name,
        new Revision(name),
        List.of(new Backend.Endpoint(URI.create(url), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  @Test
  void everythingHasADefault() {
    NginxSettings settings = NginxSettings.of(null);
    assertThat(settings.includes()).isEqualTo(Path.of("/etc/nginx/serin"));
    assertThat(settings.state()).isEqualTo(Path.of("/var/lib/serin/nginx"));
    assertThat(NginxSettings.written(settings.probe())).isEqualTo("127.0.0.1:9180");
    assertThat(NginxSettings.written(settings.log())).isEqualTo("127.0.0.1:9514");
    assertThat(settings.reload()).containsExactly("nginx", "-s", "reload");
    assertThat(NginxSettings.of(Map.of("prefix", "/p", "config", "/c", "binary", "/b")).reload())
        .containsExactly("/b", "-p", "/p", "-c", "/c", "-s", "reload");
  }

  @ParameterizedTest
  @CsvSource({
    "includes, etc/nginx, serin/nginx.includes must be an absolute path",
    "state, /a b, serin/nginx.state must be an absolute path",
    "state, /a;b, serin/nginx.state must be an absolute path",
    "probe, here, serin/nginx.probe must be an address",
    "mechanism, magic, serin/nginx.mechanism must be auto or files or lua or reload",
    "reload, now, serin/nginx.reload must be a list of texts",
    "upstream, backend, serin/nginx.upstream must be settings",
    "logSample, 0, serin/nginx.logSample must be a whole number from 1",
    "onDrift, cry, serin/nginx.onDrift must be reassert or hold",
    "other, 1, unknown setting serin/nginx.other",
  })
  void whatIsWrongIsNamed(String name, String value, String message) {
    assertThat(Nginx.problem(Map.of(name, value))).get().asString().contains(message);
    assertThat(Nginx.problem(Map.of("upstream", Map.of("name", "x"))))
        .get()
        .asString()
        .contains("serin/nginx.upstream.file is missing");
    assertThat(Nginx.problem(Map.of("logSample", 1.5))).isPresent();
    assertThat(Nginx.problem(null)).isEmpty();
  }

  @Test
  void whatItCanDoDependsOnTheSettings() {
    Map<String, Object> plain = Map.of("upstream", Map.of("name", "shop", "file", "/shop.conf"));
    assertThat(Nginx.capabilities(null)).hasSize(3);
    assertThat(Nginx.capabilities(plain)).hasSize(1);
    assertThat(Nginx.keepsUsers(null)).isTrue();
    assertThat(Nginx.keepsUsers(plain)).isFalse();
    assertThat(Nginx.cost(null)).isEmpty();
    assertThat(Nginx.cost(plain)).get().asString().contains("reload");
    assertThat(Nginx.cost(Map.of("mechanism", "reload"))).isPresent();
    assertThat(Nginx.log(Map.of("log", "127.0.0.1:1")).getPort()).isEqualTo(1);
    BalancedRollout rollout = rollout(new RolloutId("a", "b"), "blue", "http://h:1", "X-A");
    assertThat(Nginx.problem(rollout, null)).isEmpty();
    assertThat(Nginx.problem(rollout, plain)).get().asString().contains("upstream");
  }

  record Refused(RolloutId id, String pool, String url, String header, String why) {}

  static List<Refused> refused() {
    RolloutId id = new RolloutId("a", "shop");
    String url = "http://h:1";
    return List.of(
        new Refused(new RolloutId("a b", "shop"), "blue", url, "X-A", "namespace"),
        new Refused(new RolloutId("a.b", "shop"), "blue", url, "X-A", "namespace"),
        new Refused(new RolloutId("a", "shop; }"), "blue", url, "X-A", "name is"),
        new Refused(id, "blue;", url, "X-A", "Backend named"),
        new Refused(id, "blue", "ftp://h:1", "X-A", "must all be http or all https"),
        new Refused(id, "blue", "https://h:1", "X-A", "the same protocol"),
        new Refused(id, "blue", "https://127.0.0.1:1", "X-A", "share one host name"),
        new Refused(id, "blue", url, "X A", "can not read header"),
        new Refused(id, "blue", "http:///x", "X-A", "can not reach endpoint"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatNginxCanNotSayIsRefused(Refused refused) {
    BalancedRollout rollout = rollout(refused.id, refused.pool, refused.url, refused.header);
    assertThat(Nginx.problem(rollout, null)).get().asString().contains(refused.why);
    assertThatThrownBy(() -> Nginx.router(rollout, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(refused.why);
  }
}
