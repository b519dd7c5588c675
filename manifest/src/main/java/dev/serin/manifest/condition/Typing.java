package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Array;
import dev.serin.manifest.condition.Type.Dictionary;
import dev.serin.manifest.condition.Type.Simple;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the types of a condition's parts, and what can not be right whatever the values are.
final class Typing {
  private final Type result;
  private final Map<String, Type> variables = new HashMap<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private final IdentityHashMap<Node, Type> known = new IdentityHashMap<>();

  /// Inside a predicate.
  private record Scope(LoopKind kind, Type over) {}

  private Typing(Type result) {
    this.result = result;
  }

  /// The type of the whole condition.
  ///
  /// @param result the type of `result`; [Simple#UNKNOWN] if nothing is known of it
  /// @throws ConditionFault at the first mistake
  static Type of(Node root, Type result) {
    return new Typing(result).type(root);
  }

  /// Parts that stand in two places, as in `a < b < c`, are looked at once.
  private Type type(Node node) {
    Type before = known.get(node);
    if (before != null) {
      return before;
    }
    Type found = find(node);
    known.put(node, found);
    return found;
  }

  private Type find(Node node) {
    return switch (node) {
      case Node.Constant constant -> constant(constant);
      case Node.Name name -> name(name);
      case Node.Not not -> not(not);
      case Node.Sign sign -> sign(sign);
      case Node.Binary binary -> binary(binary);
      case Node.Chain chain -> type(chain.of());
      case Node.Member member -> member(member, false);
      case Node.Slice slice -> slice(slice);
      case Node.Call call -> call(call);
      case Node.Invoke invoke -> invoke(invoke);
      case Node.Builtin builtin ->
          signed(
              builtin.at(), Builtins.named(builtin.name()).signature(), types(builtin.arguments()));
      case Node.Loop loop -> loop(loop);
      case Node.Pointer pointer -> pointer(pointer);
      case Node.Let let -> let(let);
      case Node.Sequence sequence -> types(sequence.all()).getLast();
      case Node.Choice choice -> choice(choice);
      case Node.Items items -> items(items);
      case Node.Pairs pairs -> pairs(pairs);
    };
  }

  private List<Type> types(List<Node> nodes) {
    return nodes.stream().map(this::type).toList();
  }

  private static Type constant(Node.Constant constant) {
    return switch (constant) {
      case Node.Nil _ -> Simple.NIL;
      case Node.Bool _ -> Simple.BOOL;
      case Node.Whole _ -> Simple.INT;
      case Node.Real _ -> Simple.FLOAT;
      case Node.Text _ -> Simple.STRING;
    };
  }

  private Type name(Node.Name name) {
    Type variable = variables.get(name.name());
    if (variable != null) {
      return variable;
    }
    if (name.name().equals(Environment.ITSELF)) {
      return Simple.UNKNOWN;
    }
    if (Builtins.exists(name.name()) || LoopKind.of(name.name()).isPresent()) {
      return Simple.FUNCTION;
    }
    return Environment.type(name.name(), result)
        .orElseThrow(() -> fault(name, "unknown name " + name.name()));
  }

  private Type not(Node.Not not) {
    Type of = type(not.of());
    if (of == Simple.BOOL || of.unknown()) {
      return Simple.BOOL;
    }
    throw fault(not, "invalid operation: not (mismatched type %s)".formatted(of.goName()));
  }

  private Type sign(Node.Sign sign) {
    Type of = type(sign.of());
    if (of.number() || of.unknown()) {
      return of;
    }
    throw fault(
        sign,
        "invalid operation: %s (mismatched type %s)"
            .formatted(sign.minus() ? "-" : "+", of.goName()));
  }

  private Type binary(Node.Binary binary) {
    Type left = type(binary.left());
    Type right = type(binary.right());
    if (binary.operator() == Operator.MATCHES && binary.right() instanceof Node.Text pattern) {
      try {
        Patterns.compile(pattern.value());
      } catch (ConditionFault e) {
        throw fault(binary, e.text());
      }
    }
    return OperatorTyping.of(binary, left, right);
  }

  /// @param called true if it is a method that is called
  private Type member(Node.Member member, boolean called) {
    if (member.of() instanceof Node.Name name && name.name().equals(Environment.ITSELF)) {
      return ofEnvironment(member);
    }
    Type of = type(member.of());
    Type key = type(member.key());
    String field = member.key() instanceof Node.Text text ? text.value() : null;
    if (of == Simple.NIL && field != null) {
      throw fault(member, "type nil has no field " + field);
    }
    return switch (of) {
      case Simple.UNKNOWN -> Simple.UNKNOWN;
      case Dictionary map -> entry(member, map, key);
      case Array array -> element(member, array, key);
      case Simple simple -> field(member, simple, field, called);
    };
  }

  private Type ofEnvironment(Node.Member member) {
    if (!(member.key() instanceof Node.Text text)) {
      return Simple.UNKNOWN;
    }
    return Environment.type(text.value(), result)
        .or(() -> member.optional() ? Optional.of(Simple.UNKNOWN) : Optional.empty())
        .orElseThrow(() -> fault(member, "unknown name " + text.value()));
  }

  private static Type entry(Node.Member member, Dictionary map, Type key) {
    if (map == Dictionary.BY_TEXT && !key.unknown() && key != Simple.STRING) {
      throw fault(
          member.key(),
          "cannot use %s to get an element from %s".formatted(key.goName(), map.goName()));
    }
    return map.element();
  }

  private static Type element(Node.Member member, Array array, Type key) {
    if (key != Simple.INT && !key.unknown()) {
      throw fault(
          member.key(),
          "array elements can only be selected using an integer (got %s)".formatted(key.goName()));
    }
    return array.element();
  }

  private Type field(Node.Member member, Simple of, @Nullable String field, boolean called) {
    if (field == null) {
      throw fault(
          member, "type %s[%s] is undefined".formatted(of.goName(), type(member.key()).goName()));
    }
    if (TimeMethods.find(of, field).isPresent()) {
      return Simple.FUNCTION;
    }
    if (of == Simple.SERIES && !called) {
      switch (field) {
        case "Id", "Label", "StatusCode" -> {
          return Simple.STRING;
        }
        case "Values" -> {
          return Array.of(Simple.FLOAT);
        }
        default -> {}
      }
    }
    throw fault(
        member, "type %s has no %s %s".formatted(of.goName(), called ? "method" : "field", field));
  }

  private Type slice(Node.Slice slice) {
    Type of = type(slice.of());
    if (!of.unknown() && !(of instanceof Array) && of != Simple.STRING) {
      throw fault(slice, "cannot slice " + of.goName());
    }
    bound(slice.from());
    bound(slice.to());
    return of;
  }

  private void bound(@Nullable Node bound) {
    if (bound != null) {
      Type type = type(bound);
      if (type != Simple.INT && !type.unknown()) {
        throw fault(bound, "non-integer slice index " + type.goName());
      }
    }
  }

  private Type call(Node.Call call) {
    var signature = Environment.signature(call.name());
    if (signature.isPresent()) {
      return signed(call.at(), signature.get(), types(call.arguments()));
    }
    Type callee = name(new Node.Name(call.at(), call.name()));
    types(call.arguments());
    if (callee.unknown()) {
      return callee;
    }
    throw fault(call, "%s is not callable".formatted(callee.goName()));
  }

  private Type invoke(Node.Invoke invoke) {
    Type callee = member(invoke.method(), true);
    List<Type> arguments = types(invoke.arguments());
    if (callee.unknown()) {
      return callee;
    }
    if (callee == Simple.FUNCTION && invoke.method().key() instanceof Node.Text name) {
      var method = TimeMethods.find(type(invoke.method().of()), name.value());
      if (method.isPresent()) {
        return signed(invoke.at(), method.get().signature(), arguments);
      }
    }
    throw fault(invoke, "%s is not callable".formatted(callee.goName()));
  }

  private static Type signed(int at, Signature signature, List<Type> arguments) {
    try {
      return signature.of(arguments);
    } catch (ConditionFault e) {
      throw new ConditionFault(at, e.text());
    }
  }

  private Type loop(Node.Loop loop) {
    Type over = type(loop.over());
    if (!over.unknown() && !(over instanceof Array)) {
      throw fault(
          loop.over(),
          "builtin %s takes only array (got %s)".formatted(loop.kind().word(), over.goName()));
    }
    Type element = over.elements().orElse(Simple.UNKNOWN);
    Type body = loop.body() == null ? element : predicate(loop, over);
    if (loop.extra() != null) {
      type(loop.extra());
    }
    return switch (loop.kind()) {
      case ALL, NONE, ANY, ONE -> Simple.BOOL;
      case FILTER -> Array.holding(element);
      case MAP -> Array.holding(body);
      case COUNT, FIND_INDEX, FIND_LAST_INDEX -> Simple.INT;
      case SUM, REDUCE -> body;
      case FIND, FIND_LAST -> element;
      case GROUP_BY -> Dictionary.BY_ANY;
      case SORT_BY -> over;
    };
  }

  private Type predicate(Node.Loop loop, Type over) {
    Node predicate = Objects.requireNonNull(loop.body());
    scopes.push(new Scope(loop.kind(), over));
    Type body = type(predicate);
    scopes.pop();
    if (body == Simple.NIL) {
      throw fault(predicate, "predicate should has one input and one output param");
    }
    if (loop.kind().asksYesOrNo() && !body.unknown() && body != Simple.BOOL) {
      throw fault(predicate, "predicate should return boolean (got %s)".formatted(body.goName()));
    }
    return body;
  }

  private Type pointer(Node.Pointer pointer) {
    Scope scope = scopes.element();
    boolean reduces = scope.kind() == LoopKind.REDUCE;
    if (pointer.name().isEmpty()) {
      return scope.over().elements().orElse(Simple.UNKNOWN);
    }
    if (pointer.name().equals("index") && (reduces || scope.kind() == LoopKind.MAP)) {
      return Simple.INT;
    }
    if (pointer.name().equals("acc") && reduces) {
      return Simple.UNKNOWN;
    }
    throw fault(pointer, "unknown pointer #" + pointer.name());
  }

  private Type let(Node.Let let) {
    String name = let.name();
    if (Environment.type(name, result).isPresent()) {
      throw fault(let, "cannot redeclare " + name);
    }
    if (Builtins.exists(name) || LoopKind.of(name).isPresent()) {
      throw fault(let, "cannot redeclare builtin " + name);
    }
    if (variables.containsKey(name)) {
      throw fault(let, "cannot redeclare variable " + name);
    }
    variables.put(name, type(let.value()));
    Type body = type(let.body());
    variables.remove(name);
    return body;
  }

  private Type choice(Node.Choice choice) {
    Type condition = type(choice.condition());
    if (condition != Simple.BOOL && !condition.unknown()) {
      throw fault(
          choice.condition(),
          "non-bool expression (type %s) used as condition".formatted(condition.goName()));
    }
    Type then = choice.then() == null ? condition : type(choice.then());
    Type otherwise = type(choice.otherwise());
    if (then == Simple.NIL) {
      return otherwise;
    }
    if (otherwise == Simple.NIL) {
      return then;
    }
    return then.equals(otherwise)
        ? then
        : then instanceof Array && then.assignableTo(otherwise) ? Array.ANY : Simple.UNKNOWN;
  }

  private Type items(Node.Items items) {
    List<Type> all = types(items.all());
    return all.stream().map(Typing::kind).distinct().count() == 1
        ? Array.holding(all.getLast())
        : Array.ANY;
  }

  /// Go's kind: lists are alike whatever they hold.
  private static Object kind(Type type) {
    return switch (type) {
      case Array _ -> Array.class;
      case Dictionary _ -> Dictionary.class;
      case Simple simple -> simple;
    };
  }

  private Type pairs(Node.Pairs pairs) {
    for (Node.Pair pair : pairs.all()) {
      type(pair.key());
      type(pair.value());
    }
    return Dictionary.BY_TEXT;
  }

  private static ConditionFault fault(Node node, String message) {
    return new ConditionFault(node.at(), message);
  }
}
