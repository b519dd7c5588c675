package dev.serin.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayTest {
  private final StringWriter written = new StringWriter();
  private final CountDownLatch reading = new CountDownLatch(1);

  @Test
  void aReaderWhoDoesNotReadHoldsNobodyUpAndIsToldWhatWasDropped() {
    Frame frame = Scene.canary().look().frame();
    try (Relay relay = Relay.to(new PlainView(new PrintWriter(slow())), 4)) {
      for (int i = 0; i < 100; i++) {
        relay.note("line " + i);
      }
      relay.end(frame, new Ending(Ending.Result.UNDECIDED, "the end"));
      reading.countDown();
    }
    List<String> lines = written.toString().lines().toList();
    assertThat(lines).element(lines.size() - 2).isEqualTo("line 99");
    assertThat(lines.getLast()).endsWith("the end");
    long shown = lines.stream().filter(line -> line.startsWith("line ")).count();
    long dropped =
        lines.stream()
            .filter(line -> line.endsWith("dropped here, because nobody read them in time"))
            .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
            .sum();
    assertThat(dropped).isPositive().isEqualTo(100 - shown);
  }

  @Test
  void aViewThatBreaksIsToldOnceAndTheRestIsShown() {
    PrintWriter broken =
        new PrintWriter(written) {
          @Override
          public void println(String text) {
            if (text.startsWith("odd")) {
              throw new IllegalStateException("no odd text");
            }
            super.println(text);
          }
        };
    try (Relay relay = Relay.to(new PlainView(broken), 10)) {
      relay.note("odd 1");
      relay.note("odd 2");
      relay.note("even");
    }
    assertThat(written.toString().lines())
        .containsOnlyOnce("even")
        .filteredOn(line -> line.contains("broke"))
        .singleElement()
        .asString()
        .contains("no odd text");
  }

  /// A writer that stands still until it is read.
  private Writer slow() {
    return new Writer() {
      @Override
      public void write(char[] text, int from, int length) {
        try {
          reading.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        written.write(text, from, length);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
