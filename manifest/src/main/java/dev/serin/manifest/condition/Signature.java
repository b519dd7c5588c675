package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Simple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which arguments a function takes, and the type of what it gives.
@FunctionalInterface
interface Signature {
  /// The result's type.
  ///
  /// @throws ConditionFault if the arguments do not fit
  Type of(List<Type> arguments);

  /// A function with one or more fixed lists of parameters, such as `string, int -> string`.
  static Signature overloads(String name, String... forms) {
    List<Form> all = Arrays.stream(forms).map(Form::of).toList();
    return arguments -> {
      var faults = new ArrayList<ConditionFault>();
      for (Form form : all) {
        var fault = form.mismatch(name, arguments);
        if (fault.isEmpty()) {
          return form.result();
        }
        faults.add(new ConditionFault(fault));
      }
      throw faults.getLast();
    };
  }

  /// A function of one argument.
  ///
  /// @param complaint what is said of a type that `accepts` has not
  static Signature one(String complaint, Predicate<Type> accepts, Function<Type, Type> result) {
    return arguments -> {
      counted(arguments, 1);
      Type given = arguments.getFirst();
      if (!given.unknown() && !accepts.test(given)) {
        throw new ConditionFault(complaint.formatted(given.goName()));
      }
      return result.apply(given);
    };
  }

  /// min, max, mean and median: numbers, or lists of them.
  static Signature aggregate(String name) {
    return arguments -> {
      if (arguments.isEmpty()) {
        throw new ConditionFault("not enough arguments to call " + name);
      }
      for (Type given : arguments) {
        if (given.unknown() || given instanceof Type.Array) {
          return Simple.UNKNOWN;
        }
        if (!given.number()) {
          throw new ConditionFault(
              "invalid argument for %s (type %s)".formatted(name, given.goName()));
        }
      }
      return arguments.getFirst();
    };
  }

  /// Demands `expected` arguments.
  static void counted(List<Type> arguments, int expected) {
    if (arguments.size() != expected) {
      throw new ConditionFault(
          "invalid number of arguments (expected %d, got %d)"
              .formatted(expected, arguments.size()));
    }
  }

  /// True for lists.
  static boolean list(Type type) {
    return type instanceof Type.Array;
  }

  /// One list of parameters.
  record Form(List<Type> parameters, Type result) {
    private static final Set<Type> POINTERS = Set.of(Simple.UNKNOWN, Simple.ZONE);

    static Form of(String text) {
      List<String> sides = Arrays.asList(text.split("->", -1));
      List<Type> parameters =
          Arrays.stream(sides.getFirst().split(",", -1))
              .map(String::strip)
              .filter(word -> !word.isEmpty())
              .map(Form::type)
              .toList();
      return new Form(parameters, type(sides.getLast().strip()));
    }

    private static Type type(String word) {
      return word.startsWith("[]") ? Type.Array.of(simple(word.substring(2))) : simple(word);
    }

    private static Simple simple(String word) {
      return switch (word) {
        case "any" -> Simple.UNKNOWN;
        case "bool" -> Simple.BOOL;
        case "int" -> Simple.INT;
        case "float" -> Simple.FLOAT;
        case "string" -> Simple.STRING;
        case "time" -> Simple.TIME;
        case "duration" -> Simple.DURATION;
        case "zone" -> Simple.ZONE;
        case "month" -> Simple.MONTH;
        case "weekday" -> Simple.WEEKDAY;
        default -> throw new IllegalArgumentException("no such type: " + word);
      };
    }

    /// Why `arguments` do not fit; empty if they do.
    String mismatch(String name, List<Type> arguments) {
      if (arguments.size() != parameters.size()) {
        return (arguments.size() > parameters.size() ? "too many" : "not enough")
            + " arguments to call "
            + name;
      }
      for (int i = 0; i < arguments.size(); i++) {
        Type given = arguments.get(i);
        Type wanted = parameters.get(i);
        if (given == Simple.NIL && !POINTERS.contains(wanted)) {
          return "cannot use nil as argument (type %s) to call %s".formatted(wanted.goName(), name);
        }
        if (!fits(given, wanted)) {
          return "cannot use %s as argument (type %s) to call %s "
              .formatted(given.goName(), wanted.goName(), name);
        }
      }
      return "";
    }

    private static boolean fits(Type given, Type wanted) {
      return given.unknown()
          || given.assignableTo(wanted)
          || given == Simple.NIL
          || (wanted == Simple.FLOAT && given == Simple.INT);
    }
  }
}
