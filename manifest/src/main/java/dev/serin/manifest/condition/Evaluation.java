package dev.serin.manifest.condition;

import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs one condition once.
final class Evaluation {
  /// What a `?.` on nil makes of the rest of its chain.
  private static final Object CUT_SHORT = new Object();

  private static final Set<Operator> KEEPS_WHOLE =
      EnumSet.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY);

  private final Run run;
  private final @Nullable Object result;
  private final Map<String, @Nullable Object> variables = new HashMap<>();
  private final Map<String, Pattern> patterns = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();

  /// One loop under way.
  static final class Frame {
    final Items items;
    int index;

    @Nullable Object accumulator;

    Frame(Items items) {
      this.items = items;
    }
  }

  Evaluation(Run run, @Nullable Object result) {
    this.run = run;
    this.result = result;
  }

  Run run() {
    return run;
  }

  /// Asks `body` with `frame` as the innermost loop.
  @Nullable Object within(Frame frame, Node body) {
    frames.push(frame);
    try {
      return value(body);
    } finally {
      frames.pop();
    }
  }

  @Nullable Object value(Node node) {
    run.step();
    return switch (node) {
      case Node.Constant constant -> constant(constant);
      case Node.Name name -> name(name.name());
      case Node.Not not -> !Values.truth(value(not.of()));
      case Node.Sign sign -> sign.minus() ? Operators.negate(value(sign.of())) : value(sign.of());
      case Node.Binary binary -> binary(binary);
      case Node.Chain chain -> {
        Object value = value(chain.of());
        yield value == CUT_SHORT ? null : value;
      }
      case Node.Member member -> member(member);
      case Node.Slice slice -> slice(slice);
      case Node.Call call -> call(call);
      case Node.Invoke invoke -> invoke(invoke);
      case Node.Builtin builtin ->
          Builtins.named(builtin.name())
              .body()
              .call(new Arguments(run, builtin.name(), values(builtin.arguments())));
      case Node.Loop loop -> new Loops(this).value(loop);
      case Node.Pointer pointer -> pointer(pointer);
      case Node.Let let -> let(let);
      case Node.Sequence sequence -> values(sequence.all()).getLast();
      case Node.Choice choice -> choice(choice);
      case Node.Items items -> array(items);
      case Node.Pairs pairs -> map(pairs);
    };
  }

  private static @Nullable Object constant(Node.Constant constant) {
    return switch (constant) {
      case Node.Nil _ -> null;
      case Node.Bool bool -> bool.value();
      case Node.Whole whole -> whole.value();
      case Node.Real real -> real.value();
      case Node.Text text -> text.value();
    };
  }

  private List<@Nullable Object> values(List<Node> nodes) {
    var values = new ArrayList<@Nullable Object>(nodes.size());
    for (Node node : nodes) {
      values.add(value(node));
    }
    return values;
  }

  private @Nullable Object name(String name) {
    if (variables.containsKey(name)) {
      return variables.get(name);
    }
    return switch (name) {
      case Environment.RESULT -> result;
      case Environment.ITSELF -> environment();
      default -> null;
    };
  }

  private Map<String, @Nullable Object> environment() {
    var all = new LinkedHashMap<String, @Nullable Object>();
    Environment.names().forEach(name -> all.put(name, Environment.class));
    all.put(Environment.RESULT, result);
    return all;
  }

  private @Nullable Object binary(Node.Binary binary) {
    Operator operator = binary.operator();
    Object left = value(binary.left());
    return switch (operator) {
      case AND -> Values.truth(left) ? value(binary.right()) : false;
      case OR -> Values.truth(left) ? true : value(binary.right());
      case COALESCE -> left == null ? value(binary.right()) : left;
      case EQUAL -> Operators.equal(run, left, value(binary.right()));
      case NOT_EQUAL -> !Operators.equal(run, left, value(binary.right()));
      case LESS, LESS_OR_EQUAL, MORE, MORE_OR_EQUAL ->
          Operators.order(run, operator, left, value(binary.right()));
      case IN -> in(left, binary.right());
      case MATCHES -> matches(left, value(binary.right()));
      case CONTAINS, STARTS_WITH, ENDS_WITH ->
          Operators.textual(run, operator, left, value(binary.right()));
      case RANGE -> Operators.range(run, left, value(binary.right()));
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
          Operators.arithmetic(run, operator, left, value(binary.right()));
    };
  }

  /// A list of texts written out is a set for expr-lang, which takes nothing but texts.
  private boolean in(@Nullable Object what, Node where) {
    boolean texts =
        where instanceof Node.Items items
            && !items.all().isEmpty()
            && items.all().stream().allMatch(i -> i instanceof Node.Text);
    if (texts && what != null && !(what instanceof String)) {
      throw new ConditionFault(
          "reflect.Value.MapIndex: value of type %s is not assignable to type string"
              .formatted(GoText.typeName(what)));
    }
    return Values.in(run, what, value(where));
  }

  private boolean matches(@Nullable Object text, @Nullable Object pattern) {
    if (text == null || pattern == null) {
      return false;
    }
    String searched = Values.text(text);
    Pattern compiled = patterns.get(Values.text(pattern));
    if (compiled == null) {
      run.steps(10_000);
      compiled = Patterns.compile(Values.text(pattern));
      patterns.put(Values.text(pattern), compiled);
    }
    run.steps(searched.length() * (1L + compiled.pattern().length() / 16));
    return compiled.matcher(searched).find();
  }

  private @Nullable Object member(Node.Member member) {
    Object of = value(member.of());
    if (of == CUT_SHORT || (of == null && member.optional())) {
      return CUT_SHORT;
    }
    return Values.fetch(run, of, value(member.key()));
  }

  private Object slice(Node.Slice slice) {
    Object of = value(slice.of());
    long from = slice.from() == null ? 0 : Values.whole(run, value(slice.from()));
    Long to = slice.to() == null ? null : (Long) Values.whole(run, value(slice.to()));
    return Values.slice(run, of, from, to);
  }

  private @Nullable Object call(Node.Call call) {
    if (Environment.signature(call.name()).isEmpty()) {
      throw new ConditionFault(
          "cannot call %s of type %s".formatted(call.name(), GoText.typeName(name(call.name()))));
    }
    List<@Nullable Object> values = values(call.arguments());
    boolean wantsReal = call.name().equals("isNaN") || call.name().equals("isInf");
    if (wantsReal
        && values.getFirst() instanceof Long whole
        && literal(call.arguments().getFirst())) {
      values.set(0, whole.doubleValue());
    }
    return Environment.call(new Arguments(run, call.name(), values), result);
  }

  /// True for whole numbers written out, which become floats where floats are wanted.
  private static boolean literal(Node node) {
    if (node instanceof Node.Sign sign) {
      return literal(sign.of());
    }
    return node instanceof Node.Whole
        || (node instanceof Node.Binary binary
            && KEEPS_WHOLE.contains(binary.operator())
            && (literal(binary.left()) || literal(binary.right())));
  }

  private @Nullable Object invoke(Node.Invoke invoke) {
    Object of = value(invoke.method().of());
    if (of == CUT_SHORT || (of == null && invoke.method().optional())) {
      return CUT_SHORT;
    }
    String name = Values.text(value(invoke.method().key()));
    var method = TimeMethods.find(GoText.type(of), name);
    if (method.isEmpty()) {
      Object value = Values.fetch(run, of, name);
      throw new ConditionFault("cannot call %s of type %s".formatted(name, GoText.typeName(value)));
    }
    var arguments = new ArrayList<@Nullable Object>();
    arguments.add(of);
    arguments.addAll(values(invoke.arguments()));
    return TimeMethods.call(method.get(), new Arguments(run, name, arguments));
  }

  private @Nullable Object pointer(Node.Pointer pointer) {
    Frame frame = frames.element();
    return switch (pointer.name()) {
      case "index" -> (long) frame.index;
      case "acc" -> frame.accumulator;
      default -> frame.items.get(frame.index);
    };
  }

  private @Nullable Object let(Node.Let let) {
    variables.put(let.name(), value(let.value()));
    Object value = value(let.body());
    variables.remove(let.name());
    return value;
  }

  private @Nullable Object choice(Node.Choice choice) {
    boolean condition = Values.truth(value(choice.condition()));
    if (condition) {
      return choice.then() == null ? true : value(choice.then());
    }
    return value(choice.otherwise());
  }

  private Object array(Node.Items items) {
    run.grow(items.all().size());
    return Items.of(values(items.all()));
  }

  private Object map(Node.Pairs pairs) {
    run.grow(pairs.all().size());
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (Node.Pair pair : pairs.all()) {
      String key = Values.text(value(pair.key()));
      map.put(Objects.requireNonNull(key), value(pair.value()));
    }
    return map;
  }
}
