package dev.serin.manifest.condition;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions;
import dev.serin.core.analysis.Result;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Conditions in expr-lang v1.17.8, with Argo's environment, typing and truth table. Safe for use
/// by several threads.
///
/// | success | failure | phase |
/// |---|---|---|
/// | none | none | Successful |
/// | true, false | none | Successful, Failed |
/// | none | true, false | Failed, Successful |
/// | true | false | Successful |
/// | any | true | Failed |
/// | false | false | Inconclusive |
///
/// An error in either is an Error. In one place Serin differs: where only a failure condition is
/// given and it is false after it compared NaN, the measurement is Inconclusive, since NaN is
/// neither above nor below anything and so proves nothing. A condition that asks `isNaN` itself and
/// compares no NaN is taken at its word.
///
/// A condition runs within a budget of steps and memory; beyond it, it is an Error.
public final class ExprConditions implements Conditions {
  private static final int REMEMBERED = 512;

  private final InstantSource clock;
  private final Map<Key, Program> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Program> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Key(String text, Type result) {}

  /// A condition ready to run, or why it can not.
  private record Program(@Nullable Node root, @Nullable ConditionFault fault) {
    Node runnable() {
      if (root == null) {
        throw fault == null ? new ConditionFault("no condition") : fault;
      }
      return root;
    }
  }

  private record Verdict(boolean holds, boolean metNaN) {}

  /// Conditions whose `now()` is the system's clock.
  public ExprConditions() {
    this(InstantSource.system());
  }

  /// @param clock what `now()` tells
  public ExprConditions(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Assessment assess(Result result, String successCondition, String failureCondition) {
    Object value;
    Verdict success;
    Verdict failure;
    try {
      value = ResultValues.value(result);
    } catch (ConditionFault e) {
      return new Assessment(AnalysisPhase.ERROR, "the result can not be judged: " + e.text());
    }
    try {
      success = verdict(successCondition, value);
    } catch (ConditionFault e) {
      return error("successCondition", successCondition, value, e);
    }
    try {
      failure = verdict(failureCondition, value);
    } catch (ConditionFault e) {
      return error("failureCondition", failureCondition, value, e);
    }
    if (successCondition.isEmpty() && !failureCondition.isEmpty()) {
      return failureOnly(failureCondition, failure);
    }
    boolean failed =
        failureCondition.isEmpty()
            ? !successCondition.isEmpty() && !success.holds()
            : failure.holds();
    if (failed) {
      return new Assessment(AnalysisPhase.FAILED, "");
    }
    boolean successful = successCondition.isEmpty() || success.holds();
    return new Assessment(successful ? AnalysisPhase.SUCCESSFUL : AnalysisPhase.INCONCLUSIVE, "");
  }

  private static Assessment failureOnly(String condition, Verdict failure) {
    if (failure.holds()) {
      return new Assessment(AnalysisPhase.FAILED, "");
    }
    return failure.metNaN()
        ? new Assessment(
            AnalysisPhase.INCONCLUSIVE,
            "failureCondition \"%s\" compared NaN, which proves nothing; give a successCondition,"
                    .formatted(condition)
                + " or say with isNaN what no data means")
        : new Assessment(AnalysisPhase.SUCCESSFUL, "");
  }

  private static Assessment error(
      String which, String condition, @Nullable Object value, ConditionFault fault) {
    boolean nothing = value == null || (value instanceof Items items && items.isEmpty());
    String why =
        nothing
            ? "metric result is nil or empty: no data returned from the metric provider"
            : fault.text();
    return new Assessment(
        AnalysisPhase.ERROR, "could not evaluate %s \"%s\": %s".formatted(which, condition, why));
  }

  /// What `condition` says; false for none.
  private Verdict verdict(String condition, @Nullable Object result) {
    if (condition.isEmpty()) {
      return new Verdict(false, false);
    }
    Node root = program(condition, GoText.type(result)).runnable();
    var run = new Run(clock);
    Object value = new Evaluation(run, result).value(root);
    if (value instanceof Boolean holds) {
      return new Verdict(holds, run.metNaN());
    }
    throw new ConditionFault("expected bool, but got " + GoText.typeName(value));
  }

  private Program program(String text, Type result) {
    var key = new Key(text, result);
    synchronized (programs) {
      Program known = programs.get(key);
      if (known != null) {
        return known;
      }
    }
    Program made = compile(text, result);
    synchronized (programs) {
      programs.put(key, made);
    }
    return made;
  }

  private static Program compile(String text, Type result) {
    try {
      Node root = Parsing.parse(text);
      Typing.of(root, result);
      return new Program(Folding.fold(root), null);
    } catch (ConditionFault e) {
      return new Program(null, e);
    }
  }

  /// What is wrong with a condition whatever its result will be: its syntax, unknown names,
  /// operands that never fit, and a value that is not a yes or no.
  public static Optional<ConditionError> check(String expression) {
    try {
      Node root = Parsing.parse(expression);
      Type type = Typing.of(root, Type.Simple.UNKNOWN);
      Folding.fold(root);
      if (!type.unknown() && type != Type.Simple.BOOL) {
        String name = type == Type.Simple.NIL ? "<nil>" : type.goName();
        throw new ConditionFault(root.at(), "expected bool, but got " + name);
      }
      return Optional.empty();
    } catch (ConditionFault e) {
      return Optional.of(ConditionError.of(expression, e));
    }
  }
}
