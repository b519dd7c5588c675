package dev.serin.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://169.254.0.1:9090",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[::169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[fe80::1]/",
        "http://[febf:ffff::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fd00:0ec2:0:0:0:0:0:0254]/"
      })
  void aServerDoesNotAskForTheCredentialsOfItsMachine(String address) {
    try (HttpCaller http = new HttpCaller(Reach.ofServer(List.of(), List.of()))) {
      assertThat(HttpCallerTest.why(http.call(HttpCallerTest.get(address))))
          .contains("may not be called", "is excluded by the rule", "--allow");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "169.16689662"
      })
  void otherSpellingsOfAnAddressAreNoWayRoundTheRules(String host) {
    Reach reach = Reach.ofServer(List.of(), List.of());
    assertThatThrownBy(() -> reach.resolve(host, 80)).isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,           10.1.2.3,            80,   true",
    "10.0.0.0/8,           11.1.2.3,            80,   false",
    "10.0.0.0/9,           10.127.255.255,      80,   true",
    "10.0.0.0/9,           10.128.0.0,          80,   false",
    "0.0.0.0/0,            192.0.2.1,           80,   true",
    "0.0.0.0/0,            2001:db8::1,         80,   false",
    "::/0,                 2001:db8::1,         80,   true",
    "2001:db8::/33,        2001:db8:7fff::,     80,   true",
    "2001:db8::/33,        2001:db8:8000::,     80,   false",
    "[2001:db8::1]:443,    2001:db8::1,         443,  true",
    "[2001:db8::1]:443,    2001:db8::1,         80,   false",
    "[2001:db8::/32]:443,  2001:db8::2,         443,  true",
    "192.0.2.1:22,         192.0.2.1,           22,   true",
    "192.0.2.0/24:22,      192.0.2.9,           22,   true",
    "192.0.2.0/24:22,      192.0.2.9,           80,   false",
    ":22,                  192.0.2.1,           22,   true",
    ":22,                  192.0.2.1,           80,   false",
    "localhost,            localhost,           80,   true",
    "LOCALHOST.:80,        localhost,           80,   true",
    "localhost,            127.0.0.1,           80,   false",
    "127.0.0.0/8,          ::ffff:127.0.0.1,    80,   true",
    "*,                    192.0.2.1,           80,   true",
  })
  void aRuleExcludesWhatItNames(String rule, String host, int port, boolean excluded)
      throws UnknownHostException {
    Reach reach = Reach.of(List.of(rule), List.of());
    if (excluded) {
      assertThatThrownBy(() -> reach.resolve(host, port))
          .isInstanceOf(Reach.Excluded.class)
          .hasMessageContaining(host.startsWith("::ffff") ? "127.0.0.1" : host)
          .hasMessageEndingWith("is excluded by the rule " + rule);
    } else {
      assertThat(reach.resolve(host, port)).isNotEmpty();
    }
  }

  @Test
  void ofTheAddressesOfANameOnlyThoseWithinReachAreUsed() throws UnknownHostException {
    assertThat(Reach.of(List.of("::1"), List.of()).resolve("localhost", 80))
        .allSatisfy(it -> assertThat(it.getAddress().getHostAddress()).startsWith("127."));
  }

  @Test
  void namesBelowADomainAreMatchedByItsPattern() {
    Rule rule = Rule.parse("*.Internal.example");
    assertThat(rule.matches("db.internal.example.", List.of(), 1)).isTrue();
    assertThat(rule.matches("internal.example", List.of(), 1)).isFalse();
    assertThat(rule.matches("notinternal.example", List.of(), 1)).isFalse();
  }

  @Test
  void anAllowedAddressWinsOverAnExcludedBlock() throws UnknownHostException {
    Reach reach = Reach.of(List.of("0.0.0.0/0", "::/0"), List.of("127.0.0.1:9090"));
    assertThat(reach.resolve("127.0.0.1", 9090)).hasSize(1);
    assertThatThrownBy(() -> reach.resolve("127.0.0.1", 9091)).isInstanceOf(Reach.Excluded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.256",
        "10.0.0.0/x",
        "a b",
        "host:0",
        "host:65536",
        "host:x",
        "http://host",
        "*.",
        "a.*.b"
      })
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> Reach.of(List.of(text), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" is no rule for addresses");
  }

  @Test
  void aRedirectIsNoWayRoundTheRules() {
    try (Service inner = Service.answering(200, "secret");
        Service outer =
            Service.of(
                exchange -> {
                  exchange.getResponseHeaders().set("Location", inner.address() + "/new");
                  Service.answer(exchange, 302, "");
                });
        HttpCaller http = new HttpCaller(Reach.of(List.of(":" + port(inner)), List.of()))) {
      assertThat(HttpCallerTest.why(http.call(HttpCallerTest.get(outer.address()))))
          .contains("may not be called: 127.0.0.1 is excluded by the rule :" + port(inner));
      assertThat(outer.seen()).hasSize(1);
      assertThat(inner.seen()).isEmpty();
    }
  }

  @Test
  void whatIsWithinReachIsCalled() {
    try (Service service = Service.answering(200, "ok");
        HttpCaller http = new HttpCaller(Reach.ofServer(List.of("10.0.0.0/8"), List.of()))) {
      assertThat(http.call(HttpCallerTest.get(service.address())))
          .isEqualTo(new Answer.Received(200, "ok"));
    }
  }

  private static String port(Service service) {
    return service.address().substring(service.address().lastIndexOf(':') + 1);
  }
}
