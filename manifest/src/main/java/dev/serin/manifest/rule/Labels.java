package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Kubernetes' rules for labels and selectors.
final class Labels {
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final List<String> ORDER =
      List.of("matchLabels", "matchExpressions", "key", "operator", "values");
  private static final String BAD_NAME =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character";
  private static final String BAD_VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character";

  private Labels() {}

  /// True for a label's name, with or without a prefix.
  static boolean qualifiedName(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? NAME.matcher(text).matches()
        : PREFIX.matcher(text.substring(0, slash)).matches()
            && NAME.matcher(text.substring(slash + 1)).matches();
  }

  /// Reports what is wrong with a selector; true when it can be used.
  static boolean check(Value selector, Problems problems) {
    int before = problems.errors();
    Value labels = selector.at("matchLabels");
    labels.texts().forEach((name, value) -> label(labels, name, value, problems));
    selector.at("matchExpressions").items().forEach(each -> expression(each, problems));
    boolean usable = problems.errors() == before;
    if (selector.at("matchLabels").names().isEmpty()
        && selector.at("matchExpressions").items().isEmpty()) {
      Claim.spec(problems, selector)
          .invalid(
              selector.json(ORDER),
              "empty selector is invalid for deployment",
              "name the labels of the pods, such as `matchLabels: {app: my-app}`");
    }
    if (!usable) {
      Claim.spec(problems, selector)
          .invalid(selector.json(ORDER), "invalid label selector", "mend the expression in it");
    }
    return usable;
  }

  /// True when `labels` satisfy a selector without mistakes.
  static boolean matches(Value selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.at("matchLabels").texts().entrySet())
        && selector.at("matchExpressions").items().stream().allMatch(each -> holds(each, labels));
  }

  private static boolean holds(Value expression, Map<String, String> labels) {
    String value = labels.get(expression.at("key").text());
    boolean among = expression.at("values").items().stream().anyMatch(v -> v.text().equals(value));
    return switch (expression.at("operator").text()) {
      case "In" -> among;
      case "NotIn" -> !among;
      case "Exists" -> value != null;
      default -> value == null;
    };
  }

  private static void label(Value labels, String name, String value, Problems problems) {
    Claim claim = Claim.spec(problems, labels);
    if (!qualifiedName(name)) {
      claim.invalid(Claim.quoted(name), BAD_NAME, "rename the label");
    }
    if (!value.isEmpty() && !NAME.matcher(value).matches()) {
      claim.invalid(Claim.quoted(value), BAD_VALUE, "change the label's value");
    }
  }

  private static void expression(Value expression, Problems problems) {
    Value values = expression.at("values");
    String operator = expression.at("operator").text();
    switch (operator) {
      case "In", "NotIn" -> {
        if (values.items().isEmpty()) {
          Claim.spec(problems, values)
              .required("must be specified when `operator` is 'In' or 'NotIn'", "list the values");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.items().isEmpty()) {
          problems.error(
              "invalid-value",
              values,
              values.path()
                  + ": Forbidden: may not be specified when `operator` is 'Exists' or"
                  + " 'DoesNotExist'",
              "remove the values");
        }
      }
      default ->
          Claim.spec(problems, expression.at("operator"))
              .invalid(
                  Claim.quoted(operator),
                  "not a valid selector operator",
                  "write In, NotIn, Exists or DoesNotExist");
    }
    if (!qualifiedName(expression.at("key").text())) {
      Claim.spec(problems, expression.at("key"))
          .invalid(Claim.quoted(expression.at("key").text()), BAD_NAME, "rename the label");
    }
  }
}
