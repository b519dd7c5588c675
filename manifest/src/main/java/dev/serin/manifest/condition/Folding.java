package dev.serin.manifest.condition;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Computes what is constant before anything runs, as expr-lang's optimizer does. That shows:
/// `f(x) or true` is true even if `f` would fail.
final class Folding {
  private final IdentityHashMap<Node, Node> done = new IdentityHashMap<>();

  private Folding() {}

  static Node fold(Node root) {
    return new Folding().node(root);
  }

  private Node node(Node node) {
    Node before = done.get(node);
    if (before != null) {
      return before;
    }
    Node folded = rebuilt(node);
    done.put(node, folded);
    return folded;
  }

  private @Nullable Node maybe(@Nullable Node node) {
    return node == null ? null : node(node);
  }

  private List<Node> all(List<Node> nodes) {
    return nodes.stream().map(this::node).toList();
  }

  private Node rebuilt(Node node) {
    return switch (node) {
      case Node.Constant _, Node.Name _, Node.Pointer _ -> node;
      case Node.Not n -> not(n.at(), node(n.of()));
      case Node.Sign n -> sign(n, node(n.of()));
      case Node.Binary n -> binary(n.at(), n.operator(), node(n.left()), node(n.right()));
      case Node.Chain n -> new Node.Chain(n.at(), node(n.of()));
      case Node.Member n -> member(n);
      case Node.Slice n -> new Node.Slice(n.at(), node(n.of()), maybe(n.from()), maybe(n.to()));
      case Node.Call n -> new Node.Call(n.at(), n.name(), n.arguments());
      case Node.Invoke n -> new Node.Invoke(n.at(), member(n.method()), all(n.arguments()));
      case Node.Builtin n -> new Node.Builtin(n.at(), n.name(), all(n.arguments()));
      case Node.Loop n ->
          new Node.Loop(n.at(), n.kind(), node(n.over()), maybe(n.body()), maybe(n.extra()));
      case Node.Let n -> new Node.Let(n.at(), n.name(), node(n.value()), node(n.body()));
      case Node.Sequence n -> new Node.Sequence(n.at(), all(n.all()));
      case Node.Choice n ->
          new Node.Choice(n.at(), node(n.condition()), maybe(n.then()), node(n.otherwise()));
      case Node.Items n -> new Node.Items(n.at(), all(n.all()));
      case Node.Pairs n ->
          new Node.Pairs(
              n.at(),
              n.all().stream().map(p -> new Node.Pair(node(p.key()), node(p.value()))).toList());
    };
  }

  private Node.Member member(Node.Member member) {
    return new Node.Member(member.at(), node(member.of()), node(member.key()), member.optional());
  }

  private static Node not(int at, Node of) {
    return of instanceof Node.Bool bool ? new Node.Bool(at, !bool.value()) : new Node.Not(at, of);
  }

  private static Node sign(Node.Sign sign, Node of) {
    if (of instanceof Node.Whole whole) {
      return new Node.Whole(sign.at(), sign.minus() ? -whole.value() : whole.value());
    }
    if (of instanceof Node.Real real) {
      return new Node.Real(sign.at(), sign.minus() ? -real.value() : real.value());
    }
    return new Node.Sign(sign.at(), sign.minus(), of);
  }

  private static Node binary(int at, Operator operator, Node left, Node right) {
    if (operator == Operator.AND || operator == Operator.OR) {
      return logic(at, operator, left, right);
    }
    return operator == Operator.EQUAL
        ? equal(at, left, right)
        : arithmetic(at, operator, left, right);
  }

  /// A side that decides it, decides it; a side that can not, falls away.
  private static Node logic(int at, Operator operator, Node left, Node right) {
    boolean deciding = operator == Operator.OR;
    if (left instanceof Node.Bool bool && bool.value() != deciding) {
      return right;
    }
    if (right instanceof Node.Bool bool && bool.value() != deciding) {
      return left;
    }
    return left instanceof Node.Bool || right instanceof Node.Bool
        ? new Node.Bool(at, deciding)
        : new Node.Binary(at, operator, left, right);
  }

  private static Node equal(int at, Node left, Node right) {
    if (left instanceof Node.Whole a && right instanceof Node.Whole b) {
      return new Node.Bool(at, a.value() == b.value());
    }
    if (left instanceof Node.Text a && right instanceof Node.Text b) {
      return new Node.Bool(at, a.value().equals(b.value()));
    }
    if (left instanceof Node.Bool a && right instanceof Node.Bool b) {
      return new Node.Bool(at, a.value() == b.value());
    }
    return new Node.Binary(at, Operator.EQUAL, left, right);
  }

  private static Node arithmetic(int at, Operator operator, Node left, Node right) {
    Number a = number(left);
    Number b = number(right);
    if (a == null || b == null || !Operators.computes(operator)) {
      return new Node.Binary(at, operator, left, right);
    }
    try {
      Object value = Operators.numbers(operator, a, b);
      return value instanceof Long whole
          ? new Node.Whole(at, whole)
          : new Node.Real(at, (Double) value);
    } catch (ConditionFault e) {
      throw new ConditionFault(at, e.text());
    }
  }

  private static @Nullable Number number(Node node) {
    if (node instanceof Node.Whole whole) {
      return whole.value();
    }
    return node instanceof Node.Real real ? real.value() : null;
  }
}
