package dev.serin.manifest.condition;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a function was called with, and the evaluation that pays for it.
///
/// @param name the function's name
record Arguments(Run run, String name, List<? extends @Nullable Object> all) {
  int count() {
    return all.size();
  }

  @Nullable Object at(int index) {
    return all.get(index);
  }

  /// A text, read at a price that grows with its length.
  String text(int index) {
    String text = Values.text(all.get(index));
    run.steps(1 + text.length() / 32);
    return text;
  }

  /// The text at `index`, or `otherwise` when there are fewer arguments.
  String text(int index, String otherwise) {
    return index < count() ? text(index) : otherwise;
  }

  long whole(int index) {
    return Values.whole(run, all.get(index));
  }

  Items items(int index) {
    return items(index, "cannot " + name);
  }

  /// @param complaint what a value that is no list makes impossible
  Items items(int index, String complaint) {
    if (all.get(index) instanceof Items items) {
      run.steps(items.size());
      return items;
    }
    throw new ConditionFault(complaint + " " + GoText.typeName(all.get(index)));
  }

  ZonedDateTime time(int index) {
    return cast(index, ZonedDateTime.class, "time.Time");
  }

  Duration duration(int index) {
    return cast(index, Duration.class, "time.Duration");
  }

  ZoneId zone(int index) {
    return cast(index, ZoneId.class, "*time.Location");
  }

  private <T> T cast(int index, Class<T> kind, String goName) {
    Object value = all.get(index);
    if (kind.isInstance(value)) {
      return kind.cast(value);
    }
    throw new ConditionFault(
        "interface conversion: interface {} is %s, not %s"
            .formatted(GoText.typeName(value), goName));
  }

  /// Pays for a text before it is made.
  String made(String text) {
    run.grow(text.length());
    return text;
  }

  /// Pays for a list.
  Items made(Items items) {
    run.grow(items.size());
    return items;
  }
}
