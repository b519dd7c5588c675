package dev.serin.cli.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands everything to another view on a thread of its own, so that a reader who does not read, or
/// a view that breaks, holds nobody up. A picture is replaced by the next one; lines wait in a
/// queue, and when it is full, the oldest go: how many is told in their place.
public final class Relay implements View {
  private final View view;
  private final boolean pictures;
  private final int room;
  private final Deque<Item> items = new ArrayDeque<>();
  private final Thread writer =
      Thread.ofPlatform().daemon().name("serin-view").unstarted(this::write);
  private long dropped;
  private boolean closing;
  private boolean broken;

  /// What is to be shown.
  private record Item(boolean picture, Consumer<View> showing) {}

  private Relay(View view, int room) {
    this.view = view;
    this.pictures = view instanceof LiveView;
    this.room = room;
  }

  /// Begins.
  ///
  /// @param room how many things may wait, 2 or more
  public static Relay to(View view, int room) {
    Relay relay = new Relay(view, room);
    relay.writer.start();
    return relay;
  }

  @Override
  public void show(Frame frame) {
    add(new Item(true, v -> v.show(frame)));
  }

  @Override
  public void note(String message) {
    add(new Item(false, v -> v.note(message)));
  }

  @Override
  public void end(Frame last, Ending ending) {
    add(new Item(false, v -> v.end(last, ending)));
  }

  private synchronized void add(Item item) {
    if (pictures && item.picture()) {
      items.removeIf(Item::picture);
    }
    if (items.size() >= room) {
      items.removeFirst();
      dropped++;
    }
    items.addLast(item);
    notifyAll();
  }

  private void write() {
    try {
      for (@Nullable Consumer<View> next; (next = next()) != null; ) {
        shown(next);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void shown(Consumer<View> next) {
    try {
      next.accept(view);
    } catch (RuntimeException e) {
      if (!broken) {
        broken = true;
        note("the view broke, and the rollout goes on: " + e);
      }
    }
  }

  /// What is to be shown next; null when there is nothing more.
  private synchronized @Nullable Consumer<View> next() throws InterruptedException {
    while (items.isEmpty() && !closing) {
      wait();
    }
    if (dropped > 0 && !pictures) {
      String lost = dropped + " updates were dropped here, because nobody read them in time";
      dropped = 0;
      return v -> v.note(lost);
    }
    Item item = items.pollFirst();
    return item == null ? null : item.showing();
  }

  /// Waits until all is shown, and gives the terminal back.
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      writer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    view.close();
  }

  /// Gives the terminal back without waiting for what was not shown yet.
  public void cut() {
    view.close();
  }
}
