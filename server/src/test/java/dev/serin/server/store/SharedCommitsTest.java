package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedCommitsTest {
  @TempDir private Path folder;
  private SqliteFile file;

  @BeforeEach
  void open() {
    file = SqliteFile.in(folder);
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void oneThatFailsTakesNobodyElseWithIt() throws Exception {
    List<Future<Integer>> writes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Every third writes something that can not be.
      IntStream.range(0, 90)
          .forEach(i -> writes.add(threads.submit(() -> file.write(h -> put(h, i, i % 3 == 0)))));
    }

    for (int i = 0; i < 90; i++) {
      Future<Integer> write = writes.get(i);
      if (i % 3 == 0) {
        assertThatThrownBy(write::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(JdbiException.class);
      } else {
        assertThat(write.get()).isEqualTo(i);
      }
    }
    assertThat(names()).hasSize(60).doesNotContain("n0", "n3").contains("n1", "n89");
  }

  @Test
  void whatBreaksIsTold() {
    assertThatThrownBy(
            () ->
                file.write(
                    h -> {
                      put(h, 1, false);
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the transaction broke");
    assertThat(names()).isEmpty();
    assertThat(file.<Integer>write(h -> put(h, 2, false))).isEqualTo(2);
  }

  private static int put(Handle handle, int number, boolean broken) {
    String sql = "INSERT INTO plan (namespace, name, document) VALUES ('a', ?, ?)";
    handle.execute(sql, "n" + number, "plan");
    if (broken) {
      handle.execute(sql, "n" + number, "again");
    }
    return number;
  }

  private List<String> names() {
    return file.read(h -> h.createQuery("SELECT name FROM plan").mapTo(String.class).list());
  }
}
