package dev.serin.routers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.routers.BalancedRollout;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What manifests say about HAProxy, right and wrong.
class HaproxyTest {
  private static final URI SERVER = URI.create("http://127.0.0.1:80");

  @Test
  void theDefaultsAreThoseOfDebian() {
    assertThat(Haproxy.problem(null)).isEmpty();
    Terms terms = Terms.of(null);
    assertThat(terms.socket()).hasToString("/run/haproxy/admin.sock");
    assertThat(terms.config()).hasToString("/etc/haproxy/haproxy.cfg");
    assertThat(terms.reload()).containsExactly("systemctl", "reload", "haproxy");
    assertThat(Haproxy.log(null).getPort()).isEqualTo(9514);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          socket    | nonsense    | /path/to/socket or host:port
          maps      | relative    | absolute path
          maps      | /a b        | without spaces
          frontend  | a b         | name of a section
          mechanism | magic       | map or weights
          mechanism | weights     | serin/haproxy.backend
          backend   | web         | unless mechanism is weights
          logSample | 1.5         | serin/haproxy.logSample must be a whole number
          log       | nowhere     | 127.0.0.1:9514
          speed     | 1           | unknown setting serin/haproxy.speed
          """)
  void whatCanNotBeUsedIsNamed(String field, String value, String told) {
    Object given = value.matches("[0-9.]+") ? (Object) Double.valueOf(value) : value;
    assertThat(Haproxy.problem(Map.of(field, given)).orElse("")).contains(told);
  }

  private static BalancedRollout rollout(String name, String pool, Routing.HeaderRoute... routes) {
    return new BalancedRollout(
        new RolloutId("default", name),
        Shop.backend("one", Shop.V1, SERVER),
        Shop.backend(pool, Shop.V2, SERVER),
        List.of(routes),
        List.of());
  }

  @Test
  void namesThatHaproxyCouldNotReadAreRefused() {
    TextMatch exact = new TextMatch.Exact("x");
    for (BalancedRollout wrong :
        List.of(
            rollout("shop\nbackend evil", "two"),
            rollout("../shop", "two"),
            rollout("shop", "two if TRUE"),
            rollout("shop", "two", Shop.route("r", "X-A) -m found } #", exact)),
            rollout("shop", "two", Shop.route("r", "X-A", new TextMatch.Exact("a\0b"))))) {
      assertThat(Haproxy.problem(wrong, null)).isPresent();
      assertThatThrownBy(() -> Haproxy.router(wrong, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noTextEndsItsWord() {
    String evil = "a b\t\"c\" 'd' \\ # $X %[y] } {\n  use_backend evil\r\u00e9";
    BalancedRollout rollout =
        rollout(
            "shop",
            "two",
            Shop.route(evil, "X-A", new TextMatch.Exact(evil)),
            Shop.route("r", "X-A", new TextMatch.Regex(evil)),
            Shop.route("p", "X-A", new TextMatch.Prefix(evil)));
    Map<String, Object> settings = Map.of("hosts", List.of(evil), "paths", List.of(evil));
    List<String> lines = new Fragment(rollout, Terms.of(settings)).frontend();
    assertThat(lines)
        .noneMatch(line -> line.contains("\n") || line.contains("\r") || line.contains("evil\n"))
        .filteredOn(line -> line.contains("evil"))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.matches("[ -~]*"))
        .noneMatch(line -> line.contains(" use_backend evil"));
  }

  @Test
  void aQuotationWithoutAnEndEndsWithItsText() {
    for (String[] one :
        new String[][] {
          {"\\Qa", "^(\\Qa\\E)$"},
          {"\\Qa\\Eb", "^(\\Qa\\Eb)$"},
          {"\\\\Qa", "^(\\\\Qa)$"},
          {"\\Qa\\", "^(\\Qa\\\\E)$"},
          {"\\Qa\\Eb\\Qc", "^(\\Qa\\Eb\\Qc\\E)$"}
        }) {
      Routing.HeaderRoute route = Shop.route("r", "X-A", new TextMatch.Regex(one[0]));
      assertThat(new Fragment(rollout("shop", "two", route), Terms.of(null)).frontend())
          .anyMatch(line -> line.endsWith(" -m reg -- " + Word.of(one[1])));
    }
  }

  @Test
  void serversAreFoundByAddressHoweverItIsWritten() {
    Server six = new Server(1, "s", "2001:db8::1", 80, 1, 0);
    assertThat(six.isAt(new InetSocketAddress("[2001:DB8:0:0::1]", 80))).isTrue();
    assertThat(six.isAt(new InetSocketAddress("[2001:db8::2]", 80))).isFalse();
    assertThat(six.isAt(new InetSocketAddress("[2001:db8::1]", 81))).isFalse();
    assertThat(
            new Server(1, "s", "/run/s", 80, 1, 0).isAt(new InetSocketAddress("[2001:db8::1]", 80)))
        .isFalse();
  }

  @Test
  void routesByHeaderNeedAMap() {
    Map<String, Object> settings = Map.of("mechanism", "weights", "backend", "web");
    BalancedRollout rollout =
        rollout("shop", "two", Shop.route("r", "X-A", new TextMatch.Exact("x")));
    assertThat(Haproxy.problem(rollout, settings).orElseThrow()).contains("mechanism must be map");
  }

  @Test
  void theGenerationFollowsTheLinesAndNotTheRevisions() {
    int one = new Fragment(rollout("shop", "two"), Terms.of(null)).generation();
    BalancedRollout next =
        new BalancedRollout(
            new RolloutId("default", "shop"),
            Shop.backend("one", Shop.V2, SERVER),
            Shop.backend("two", Shop.V1, SERVER),
            List.of(),
            List.of());
    assertThat(new Fragment(next, Terms.of(null)).generation()).isEqualTo(one);
    assertThat(new Fragment(rollout("shop", "three"), Terms.of(null)).generation())
        .isNotEqualTo(one);
  }
}
