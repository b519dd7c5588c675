package dev.serin.manifest.condition;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// Makes the tree from the parse, and refuses what only a look at the surroundings shows: a `#`
/// outside a predicate, a block that is no predicate, `??` mixed with other operators.
final class TreeBuilder {
  private int predicates;

  Node build(ConditionParser.ProgramContext program) {
    return sequence(program.sequence());
  }

  private Node sequence(ConditionParser.SequenceContext sequence) {
    List<Node> all = expressions(sequence.expression());
    return all.size() == 1 ? all.getFirst() : new Node.Sequence(at(sequence), all);
  }

  private List<Node> expressions(List<ConditionParser.ExpressionContext> all) {
    return all.stream().map(this::expression).toList();
  }

  private Node expression(ConditionParser.ExpressionContext expression) {
    return switch (expression) {
      case ConditionParser.DeclarationContext let ->
          new Node.Let(
              let.IDENTIFIER().getSymbol().getStartIndex(),
              let.IDENTIFIER().getText(),
              expression(let.expression()),
              sequence(let.sequence()));
      case ConditionParser.BranchContext branch -> choice(branch.choice());
      case ConditionParser.TernaryContext ternary -> ternary(ternary);
      default -> throw unexpected(expression);
    };
  }

  private Node ternary(ConditionParser.TernaryContext ternary) {
    Node condition = operation(ternary.operation());
    if (ternary.QUESTION() == null) {
      return condition;
    }
    Node then = ternary.then == null ? null : expression(ternary.then);
    return new Node.Choice(at(ternary), condition, then, expression(ternary.otherwise));
  }

  private Node choice(ConditionParser.ChoiceContext choice) {
    return new Node.Choice(
        at(choice),
        expression(choice.expression()),
        sequence(choice.sequence(0)),
        choice.choice() == null ? sequence(choice.sequence(1)) : choice(choice.choice()));
  }

  private Node operation(ConditionParser.OperationContext operation) {
    return switch (operation) {
      case ConditionParser.OperandContext operand -> postfix(operand.postfix());
      case ConditionParser.UnaryContext unary -> unary(unary);
      case ConditionParser.BinaryContext binary -> binary(binary);
      case ConditionParser.PipeContext pipe ->
          call(pipe.IDENTIFIER().getSymbol(), operation(pipe.operation()), pipe.arguments());
      default -> throw unexpected(operation);
    };
  }

  private Node unary(ConditionParser.UnaryContext unary) {
    Node of = operation(unary.operation());
    return switch (unary.op.getType()) {
      case ConditionParser.BANG, ConditionParser.NOT -> new Node.Not(at(unary), of);
      default -> new Node.Sign(at(unary), unary.op.getType() == ConditionParser.MINUS, of);
    };
  }

  private Node binary(ConditionParser.BinaryContext binary) {
    Operator operator = Operator.of(binary.op.getText());
    Token token = binary.negation == null ? binary.op : binary.negation;
    if (operator != Operator.COALESCE
        && binary.left instanceof ConditionParser.BinaryContext before
        && before.op.getType() == ConditionParser.COALESCE) {
      throw new ConditionFault(
          token.getStartIndex(),
          "Operator (%s) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses."
              .formatted(binary.op.getText()));
    }
    Node left = operation(binary.left);
    Node right = operation(binary.right);
    int at = token.getStartIndex();
    if (operator.ordering() && chains(binary.left)) {
      return new Node.Binary(
          at, Operator.AND, left, new Node.Binary(at, operator, lastOperand(left), right));
    }
    Node result = new Node.Binary(at, operator, left, right);
    return binary.negation == null ? result : new Node.Not(at, result);
  }

  private static boolean chains(ConditionParser.OperationContext left) {
    return left instanceof ConditionParser.BinaryContext before
        && Operator.of(before.op.getText()).ordering();
  }

  /// The `b` of `a < b`, or of `… && a < b`, to compare with what follows it.
  private static Node lastOperand(Node left) {
    var comparison = (Node.Binary) left;
    return comparison.operator() == Operator.AND
        ? lastOperand(comparison.right())
        : comparison.right();
  }

  private Node postfix(ConditionParser.PostfixContext postfix) {
    Node node = primary(postfix.primary());
    for (ConditionParser.SuffixContext suffix : postfix.suffix()) {
      node = suffix(node, suffix);
    }
    return node;
  }

  private Node suffix(Node of, ConditionParser.SuffixContext suffix) {
    return switch (suffix) {
      case ConditionParser.FieldContext field ->
          field(of, field.name(), field.arguments(), field.OPTIONAL() != null);
      case ConditionParser.IndexContext index -> {
        boolean optional = index.OPTIONAL() != null;
        Node member = new Node.Member(at(index), of, expression(index.expression()), optional);
        yield optional ? new Node.Chain(at(index), member) : member;
      }
      case ConditionParser.SliceContext slice ->
          new Node.Slice(
              at(slice),
              of,
              slice.from == null ? null : expression(slice.from),
              slice.to == null ? null : expression(slice.to));
      default -> throw unexpected(suffix);
    };
  }

  private Node field(
      Node of,
      ConditionParser.NameContext name,
      ConditionParser.@Nullable ArgumentsContext arguments,
      boolean optional) {
    boolean chained = of instanceof Node.Chain;
    Node base = of instanceof Node.Chain chain ? chain.of() : of;
    var key = new Node.Text(at(name), name.getText());
    var member = new Node.Member(at(name), base, key, optional);
    Node node =
        arguments == null ? member : new Node.Invoke(at(name), member, plain(null, arguments));
    return chained || optional ? new Node.Chain(at(name), node) : node;
  }

  private Node primary(ConditionParser.PrimaryContext primary) {
    return switch (primary) {
      case ConditionParser.ConstantContext constant -> literal(constant.literal());
      case ConditionParser.CallContext call ->
          call(call.IDENTIFIER().getSymbol(), null, call.arguments());
      case ConditionParser.IdentifierContext name -> new Node.Name(at(name), name.getText());
      case ConditionParser.GroupContext group -> sequence(group.sequence());
      case ConditionParser.PointerContext pointer ->
          pointer(pointer.getStart(), pointer.getText().substring(1));
      case ConditionParser.ElementFieldContext field ->
          field(pointer(field.getStart(), ""), field.name(), field.arguments(), false);
      case ConditionParser.ArrayContext array ->
          new Node.Items(at(array), expressions(array.expression()));
      case ConditionParser.MapContext map ->
          new Node.Pairs(at(map), map.pair().stream().map(this::pair).toList());
      default -> throw unexpected(primary);
    };
  }

  private Node pointer(Token token, String name) {
    if (predicates == 0) {
      throw Parsing.unexpected(token);
    }
    return new Node.Pointer(token.getStartIndex(), name);
  }

  private static Node literal(ConditionParser.LiteralContext literal) {
    Token token = literal.getStart();
    int at = token.getStartIndex();
    return switch (token.getType()) {
      case ConditionParser.NUMBER -> Literals.number(token);
      case ConditionParser.TRUE -> new Node.Bool(at, true);
      case ConditionParser.FALSE -> new Node.Bool(at, false);
      case ConditionParser.NIL -> new Node.Nil(at);
      default -> new Node.Text(at, Literals.text(token));
    };
  }

  private Node.Pair pair(ConditionParser.PairContext pair) {
    Token first = pair.getStart();
    Node key =
        switch (first.getType()) {
          case ConditionParser.LPAREN -> sequence(pair.sequence());
          case ConditionParser.STRING, ConditionParser.RAW_STRING ->
              new Node.Text(at(pair), Literals.text(first));
          default -> new Node.Text(at(pair), first.getText());
        };
    return new Node.Pair(key, expression(pair.expression()));
  }

  /// @param piped what stands before the `|`: the first argument
  private Node call(Token name, @Nullable Node piped, ConditionParser.ArgumentsContext arguments) {
    int at = name.getStartIndex();
    var kind = LoopKind.of(name.getText());
    if (kind.isPresent()) {
      return loop(at, kind.get(), piped, arguments);
    }
    List<Node> all = plain(piped, arguments);
    return Builtins.exists(name.getText())
        ? new Node.Builtin(at, name.getText(), all)
        : new Node.Call(at, name.getText(), all);
  }

  private List<Node> plain(@Nullable Node piped, ConditionParser.ArgumentsContext arguments) {
    var all = new ArrayList<Node>();
    if (piped != null) {
      all.add(piped);
    }
    for (ConditionParser.ArgumentContext argument : arguments.argument()) {
      if (argument.block() != null) {
        throw Parsing.unexpected(argument.getStart());
      }
      all.add(expression(argument.expression()));
    }
    return all;
  }

  private Node loop(
      int at, LoopKind kind, @Nullable Node piped, ConditionParser.ArgumentsContext arguments) {
    List<ConditionParser.ArgumentContext> given = arguments.argument();
    int next = piped == null ? 1 : 0;
    int least = next + (kind.predicateOptional() ? 0 : 1);
    if (given.size() < least) {
      throw new ConditionFault(at, "expected at least %d arguments".formatted(least));
    }
    if (given.size() > next + (kind.takesExtra() ? 2 : 1)) {
      throw Parsing.unexpected(given.getLast().getStart());
    }
    Node over = piped == null ? plainArgument(given.getFirst()) : piped;
    Node body = given.size() > next ? predicate(given.get(next)) : null;
    Node extra = given.size() > next + 1 ? plainArgument(given.get(next + 1)) : null;
    return new Node.Loop(at, kind, over, body, extra);
  }

  private Node plainArgument(ConditionParser.ArgumentContext argument) {
    if (argument.block() != null) {
      throw Parsing.unexpected(argument.getStart());
    }
    return expression(argument.expression());
  }

  private Node predicate(ConditionParser.ArgumentContext argument) {
    predicates++;
    Node body =
        argument.block() == null
            ? expression(argument.expression())
            : sequence(argument.block().sequence());
    predicates--;
    return body;
  }

  private static int at(ParserRuleContext context) {
    return context.getStart().getStartIndex();
  }

  private static ConditionFault unexpected(ParserRuleContext context) {
    return Parsing.unexpected(context.getStart());
  }
}
