package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Evaluation.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the functions that ask a predicate for each element.
final class Loops {
  private final Evaluation evaluation;

  Loops(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  @Nullable Object value(Node.Loop loop) {
    Items items = Values.elements(evaluation.run(), evaluation.value(loop.over()));
    var frame = new Frame(items);
    return switch (loop.kind()) {
      case ALL -> first(loop, frame, false) < 0;
      case NONE -> first(loop, frame, true) < 0;
      case ANY -> first(loop, frame, true) >= 0;
      case ONE -> chosen(loop, frame).size() == 1;
      case COUNT -> (long) chosen(loop, frame).size();
      case FILTER -> made(Items.of(chosen(loop, frame)));
      case MAP -> made(Items.of(each(loop, frame)));
      case SUM -> sum(each(loop, frame));
      case FIND -> element(items, first(loop, frame, true));
      case FIND_INDEX -> index(first(loop, frame, true));
      case FIND_LAST -> element(items, last(loop, frame));
      case FIND_LAST_INDEX -> index(last(loop, frame));
      case GROUP_BY -> groups(loop, frame);
      case SORT_BY -> sorted(loop, frame);
      case REDUCE -> reduced(loop, frame);
    };
  }

  private Items made(Items items) {
    evaluation.run().grow(items.size());
    return items;
  }

  /// What the predicate gives for the frame's element; the element itself without one.
  private @Nullable Object asked(Node.Loop loop, Frame frame) {
    evaluation.run().step();
    return loop.body() == null
        ? frame.items.get(frame.index)
        : evaluation.within(frame, loop.body());
  }

  private boolean holds(Node.Loop loop, Frame frame) {
    return Values.truth(asked(loop, frame));
  }

  /// Where the predicate first says `wanted`, or -1.
  private int first(Node.Loop loop, Frame frame, boolean wanted) {
    for (frame.index = 0; frame.index < frame.items.size(); frame.index++) {
      if (holds(loop, frame) == wanted) {
        return frame.index;
      }
    }
    return -1;
  }

  private int last(Node.Loop loop, Frame frame) {
    for (frame.index = frame.items.size() - 1; frame.index >= 0; frame.index--) {
      if (holds(loop, frame)) {
        return frame.index;
      }
    }
    return -1;
  }

  private static @Nullable Object element(Items items, int index) {
    return index < 0 ? null : items.get(index);
  }

  private static @Nullable Object index(int index) {
    return index < 0 ? null : (Long) (long) index;
  }

  private List<@Nullable Object> chosen(Node.Loop loop, Frame frame) {
    var chosen = new ArrayList<@Nullable Object>();
    for (frame.index = 0; frame.index < frame.items.size(); frame.index++) {
      if (holds(loop, frame)) {
        chosen.add(frame.items.get(frame.index));
      }
    }
    return chosen;
  }

  private List<@Nullable Object> each(Node.Loop loop, Frame frame) {
    var all = new ArrayList<@Nullable Object>();
    for (frame.index = 0; frame.index < frame.items.size(); frame.index++) {
      all.add(asked(loop, frame));
    }
    return all;
  }

  private Object sum(List<@Nullable Object> all) {
    Object sum = 0L;
    for (Object value : all) {
      sum = Operators.arithmetic(evaluation.run(), Operator.ADD, value, sum);
    }
    return sum;
  }

  private Object groups(Node.Loop loop, Frame frame) {
    var lists = new LinkedHashMap<@Nullable Object, List<@Nullable Object>>();
    for (frame.index = 0; frame.index < frame.items.size(); frame.index++) {
      Object key = Keyed.key(asked(loop, frame));
      evaluation.run().grow(1);
      lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(frame.items.get(frame.index));
    }
    var groups = new Keyed(true);
    lists.forEach((key, list) -> groups.put(key, Items.of(list)));
    return groups;
  }

  private record Ranked(@Nullable Object rank, @Nullable Object item) {}

  private Object sorted(Node.Loop loop, Frame frame) {
    boolean descending =
        loop.extra() != null
            && ListFunctions.descending(Values.text(evaluation.value(loop.extra())));
    List<@Nullable Object> ranks = each(loop, frame);
    var ranked = new ArrayList<Ranked>();
    for (int i = 0; i < ranks.size(); i++) {
      ranked.add(new Ranked(ranks.get(i), frame.items.get(i)));
    }
    Comparator<@Nullable Object> order = ListFunctions.order(evaluation.run());
    Comparator<@Nullable Object> wanted = descending ? Collections.reverseOrder(order) : order;
    ranked.sort((a, b) -> wanted.compare(a.rank(), b.rank()));
    var items = new ArrayList<@Nullable Object>();
    ranked.forEach(r -> items.add(r.item()));
    return made(Items.of(items));
  }

  private @Nullable Object reduced(Node.Loop loop, Frame frame) {
    frame.index = 0;
    if (loop.extra() != null) {
      frame.accumulator = evaluation.value(loop.extra());
    } else if (frame.items.isEmpty()) {
      throw new ConditionFault("reduce of empty array with no initial value");
    } else {
      frame.accumulator = frame.items.getFirst();
      frame.index = 1;
    }
    for (; frame.index < frame.items.size(); frame.index++) {
      frame.accumulator = asked(loop, frame);
    }
    return frame.accumulator;
  }
}
