package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Simple;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What Argo gives a condition besides the language: `result`, and six functions.
final class Environment {
  static final String RESULT = "result";
  static final String ITSELF = "$env";

  private static final Map<String, Signature> SIGNATURES =
      Map.of(
          "asInt", Signature.overloads("asInt", "any -> int"),
          "asFloat", Signature.overloads("asFloat", "any -> float"),
          "isNaN", Signature.overloads("isNaN", "float -> bool"),
          "isInf", Signature.overloads("isInf", "float -> bool"),
          "isNil", Signature.overloads("isNil", "any -> bool"),
          "default", Signature.overloads("default", "any, any -> any"));

  private Environment() {}

  /// The signature of the function `name`.
  static Optional<Signature> signature(String name) {
    return Optional.ofNullable(SIGNATURES.get(name));
  }

  /// The type of the name, if the environment has it.
  static Optional<Type> type(String name, Type result) {
    if (name.equals(RESULT)) {
      return Optional.of(result);
    }
    return signature(name).map(_ -> Simple.FUNCTION);
  }

  static Set<String> names() {
    var names = new TreeSet<>(SIGNATURES.keySet());
    names.add(RESULT);
    return names;
  }

  /// @param result the whole result: `isNil` and `default` look at it, whatever they are given
  static @Nullable Object call(Arguments arguments, @Nullable Object result) {
    return switch (arguments.name()) {
      case "asInt" -> asInt(arguments);
      case "asFloat" -> asFloat(arguments);
      case "isNaN" -> Double.isNaN(real(arguments.at(0)));
      case "isInf" -> Double.isInfinite(real(arguments.at(0)));
      case "isNil" -> result == null;
      default -> result == null ? arguments.at(1) : result;
    };
  }

  private static double real(@Nullable Object value) {
    if (value instanceof Double real) {
      return real;
    }
    throw new ConditionFault(
        "interface conversion: interface {} is %s, not float64"
            .formatted(value == null ? "nil" : GoText.typeName(value)));
  }

  private static Object asInt(Arguments arguments) {
    return switch (arguments.at(0)) {
      case Long whole -> whole;
      case Double real -> Values.cut(arguments.run(), real);
      case String text ->
          Numbers.whole(text)
              .orElseThrow(() -> new ConditionFault(Numbers.complaint("ParseInt", text)));
      case null, default -> throw unsupported(arguments);
    };
  }

  private static Object asFloat(Arguments arguments) {
    return switch (arguments.at(0)) {
      case Number number -> number.doubleValue();
      case String text ->
          Numbers.real(text)
              .orElseThrow(() -> new ConditionFault(Numbers.complaint("ParseFloat", text)));
      case null, default -> throw unsupported(arguments);
    };
  }

  private static ConditionFault unsupported(Arguments arguments) {
    Object value = arguments.at(0);
    return new ConditionFault(
        "%s() not supported on %s %s"
            .formatted(arguments.name(), GoText.typeName(value), GoText.brief(value)));
  }
}
