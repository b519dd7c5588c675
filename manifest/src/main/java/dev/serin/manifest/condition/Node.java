package dev.serin.manifest.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One part of a parsed condition. `at` is its place in the text, counted in characters from 0.
sealed interface Node {
  int at();

  /// A value written out.
  sealed interface Constant extends Node {}

  record Nil(int at) implements Constant {}

  record Bool(int at, boolean value) implements Constant {}

  record Whole(int at, long value) implements Constant {}

  record Real(int at, double value) implements Constant {}

  record Text(int at, String value) implements Constant {}

  /// A variable, or a name of the environment.
  record Name(int at, String name) implements Node {}

  record Not(int at, Node of) implements Node {}

  /// A plus or minus before a number.
  record Sign(int at, boolean minus, Node of) implements Node {}

  record Binary(int at, Operator operator, Node left, Node right) implements Node {}

  /// As far as a `?.` reaches: nil when what stands before it is nil.
  record Chain(int at, Node of) implements Node {}

  /// An element of a list or map, or a field.
  record Member(int at, Node of, Node key, boolean optional) implements Node {}

  record Slice(int at, Node of, @Nullable Node from, @Nullable Node to) implements Node {}

  /// A call of one of the environment's functions.
  record Call(int at, String name, List<Node> arguments) implements Node {}

  /// A call of a method, such as those of times.
  record Invoke(int at, Member method, List<Node> arguments) implements Node {}

  /// A call of a function of the language.
  record Builtin(int at, String name, List<Node> arguments) implements Node {}

  /// A function of the language that asks a predicate for each element of a list.
  ///
  /// @param body the predicate
  /// @param extra the initial value of reduce, or the order of sortBy
  record Loop(int at, LoopKind kind, Node over, @Nullable Node body, @Nullable Node extra)
      implements Node {}

  /// The element, its index or the accumulator inside a predicate: `#`, `#index`, `#acc`.
  record Pointer(int at, String name) implements Node {}

  record Let(int at, String name, Node value, Node body) implements Node {}

  /// Several expressions; the last one counts.
  record Sequence(int at, List<Node> all) implements Node {
    Node last() {
      return all.getLast();
    }
  }

  /// One of two.
  ///
  /// @param then null for `a ?: b`, where the condition is the value too
  record Choice(int at, Node condition, @Nullable Node then, Node otherwise) implements Node {}

  record Items(int at, List<Node> all) implements Node {}

  record Pairs(int at, List<Pair> all) implements Node {}

  record Pair(Node key, Node value) {}
}
