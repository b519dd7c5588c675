package dev.serin.manifest.rule;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules for a Backend.
public final class BackendRules {
  private final Problems problems;

  private BackendRules(Problems problems) {
    this.problems = problems;
  }

  /// Reports what is wrong with a Backend.
  public static void check(Value backend, Problems problems) {
    BackendRules rules = new BackendRules(problems);
    Value spec = backend.at("spec");
    Value version = spec.at("version");
    if (version.present() && version.text().isBlank()) {
      rules.invalid(version, "must not be blank", "name the version that these endpoints run");
    }
    rules.endpoints(spec.at("endpoints"));
    rules.healthCheck(spec.at("healthCheck"));
  }

  private void endpoints(Value endpoints) {
    if (endpoints.present() && endpoints.items().isEmpty()) {
      problems.error(
          "missing-field",
          endpoints,
          endpoints.path() + ": must have at least one endpoint",
          "add `- url: http://host:port`");
    }
    Set<String> urls = new HashSet<>();
    for (Value endpoint : endpoints.items()) {
      Value url = endpoint.at("url");
      if (url.present() && !serverUrl(url.text())) {
        invalid(
            url, "must be http:// or https:// with a host and no path", "write http://host:port");
      } else if (url.present() && !urls.add(url.text())) {
        invalid(url, "is listed twice", "remove one of them");
      }
      positive(endpoint.at("weight"));
    }
  }

  private static boolean serverUrl(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPort() <= 65_535
          && uri.getPort() != 0
          && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
          && uri.getQuery() == null
          && uri.getFragment() == null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private void healthCheck(Value check) {
    Value path = check.at("path");
    if (!path.text().isEmpty() && !path.text().startsWith("/")) {
      invalid(path, "must begin with a slash", "write `path: /" + path.text() + "`");
    }
    for (String duration : List.of("interval", "timeout")) {
      Value value = check.at(duration);
      if (value.textOrNull() != null && !positive(value.text())) {
        invalid(value, "must be a duration above 0", "write a number with a unit, such as `2s`");
      }
    }
    positive(check.at("healthyThreshold"));
    positive(check.at("unhealthyThreshold"));
  }

  private static boolean positive(String duration) {
    return switch (GoDuration.interval(duration)) {
      case Checked.Valid<Duration>(Duration time) -> time.isPositive();
      case Checked.Invalid<Duration> _ -> false;
    };
  }

  private void positive(Value number) {
    if (number.whole(1) < 1) {
      invalid(number, "must be 1 or more", "write 1 or more");
    }
  }

  private void invalid(Value at, String detail, String fix) {
    String shown = at.textOrNull() == null ? String.valueOf(at.scalar()) : Claim.quoted(at.text());
    problems.error(
        "invalid-value", at, at.path() + ": Invalid value: " + shown + ": " + detail, fix);
  }
}
