package dev.serin.manifest.rule;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problem.Severity;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The rules for a Gateway, as far as they need no gateway: how large or long a thing may be, the
/// gateway itself knows.
public final class GatewayRules {
  private static final int LAST_PORT = 65_535;

  private final Problems problems;

  private GatewayRules(Problems problems) {
    this.problems = problems;
  }

  /// Reports what is wrong with a Gateway.
  public static void check(Value gateway, Problems problems) {
    GatewayRules rules = new GatewayRules(problems);
    Value spec = gateway.at("spec");
    rules.addresses(spec);
    rules.stickiness(spec.at("stickiness"));
    spec.at("timeouts").fields().values().forEach(rules::duration);
    Stream.of("resilience.ejectFor", "resilience.slowStart", "stickiness.cookie.maxAge")
        .map(spec::walk)
        .forEach(rules::duration);
  }

  /// Reports routes to rollouts that are not there. When the files hold no rollout at all, theirs
  /// may stand elsewhere.
  ///
  /// @param rollouts whether the files hold one
  public static void references(
      Entry gateway, Catalog catalog, boolean rollouts, Problems problems) {
    for (Value route : gateway.content().walk("spec.routes").items()) {
      Value name = route.at("rollout");
      if (name.text().isEmpty() || catalog.find(gateway, "Rollout", name.text()).isPresent()) {
        continue;
      }
      problems.add(
          new Problem(
              rollouts ? Severity.ERROR : Severity.INFO,
              "missing-rollout",
              name.path(),
              name.place(),
              name.path() + ": no rollout is called " + Claim.quoted(name.text()),
              "add the Rollout to the files, or mend the name"));
    }
  }

  private void addresses(Value spec) {
    Value listeners = spec.at("listeners");
    if (listeners.present() && listeners.items().isEmpty()) {
      problems.error(
          "missing-field",
          listeners,
          listeners.path() + ": must have at least one listener",
          "add `- address: 0.0.0.0:8080`, or leave the field out");
    }
    listeners.items().forEach(listener -> address(listener.at("address")));
    address(spec.at("admin"));
  }

  private void address(Value address) {
    String text = address.textOrNull();
    if (text == null) {
      return;
    }
    String port = text.substring(text.lastIndexOf(':') + 1);
    boolean formed = text.contains(":") && port.matches("[0-9]{1,5}");
    if (!formed || Integer.parseInt(port) > LAST_PORT) {
      invalid(address, "must be host:port", "write an address such as 127.0.0.1:8080 or :8080");
    }
  }

  private void stickiness(Value stickiness) {
    List<String> said = List.copyOf(stickiness.fields().keySet());
    if (stickiness.present() && said.size() != 1) {
      problems.error(
          "invalid-value",
          stickiness,
          stickiness.path()
              + ": must have exactly one field, but has "
              + (said.isEmpty() ? "none" : String.join(", ", said)),
          "keep one of cookie, serviceCookie, header, clientAddress and none");
    }
  }

  private void duration(Value value) {
    if (value.textOrNull() != null
        && !(GoDuration.interval(value.text()) instanceof Checked.Valid<Duration>)) {
      invalid(value, "must be a duration", "write a number with a unit, such as `30s`");
    }
  }

  private void invalid(Value at, String detail, String fix) {
    problems.error(
        "invalid-value",
        at,
        at.path() + ": Invalid value: " + Claim.quoted(at.text()) + ": " + detail,
        fix);
  }
}
