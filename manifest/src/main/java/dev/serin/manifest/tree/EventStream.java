package dev.serin.manifest.tree;

import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserException;

/// The events of a file's YAML, whose every fault is a [YAMLException]: the parser has texts, such
/// as `"\UFFFFFFFF"`, at which it breaks in other ways.
final class EventStream implements Iterator<Event> {
  private final Iterator<Event> events;
  private @Nullable Mark last;

  EventStream(Iterator<Event> events) {
    this.events = events;
  }

  @Override
  public boolean hasNext() {
    return parsed(events::hasNext);
  }

  @Override
  public Event next() {
    Event event = parsed(events::next);
    last = event.getEndMark();
    return event;
  }

  /// A fault without a place of its own is behind the last event.
  private <T> T parsed(Supplier<T> step) {
    try {
      return step.get();
    } catch (YAMLException e) {
      throw e;
    } catch (RuntimeException e) {
      var syntax =
          new ParserException(null, null, "what follows can not be read: " + e.getMessage(), last);
      syntax.addSuppressed(e);
      throw syntax;
    }
  }
}
