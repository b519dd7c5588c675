package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to run a rollout: one engine for each rollout and state folder has it. It ends with
/// [#close], or with the process, however that dies.
public final class RunLock implements AutoCloseable {
  /// [#holder] has the lock for an instant; who takes it then must not be turned away.
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final OsLock lock;

  private RunLock(OsLock lock) {
    this.lock = lock;
  }

  /// What came of asking for the lock.
  public sealed interface Outcome {
    /// This process may run the rollout until it closes the lock.
    record Acquired(RunLock lock) implements Outcome {}

    /// Another engine runs it.
    ///
    /// @param pid its process; null when it is not known
    record AlreadyRun(RolloutId id, @Nullable Long pid) implements Outcome {
      /// One sentence for people.
      public String message() {
        return "rollout "
            + id
            + " is already run by "
            + (pid == null ? "another process" : "process " + pid);
      }
    }
  }

  /// Asks for the right to run a rollout.
  ///
  /// @param folder the state folder, made when it is not there
  /// @throws StoreException when the folder can not be written
  public static Outcome take(Path folder, RolloutId id) {
    Path file = file(folder, id);
    try {
      PrivateFiles.createFolder(folder.resolve("run"));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      Optional<OsLock> lock = OsLock.tryTake(file);
      while (lock.isEmpty() && System.nanoTime() < deadline && !OsLock.heldHere(file)) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        lock = OsLock.tryTake(file);
      }
      if (lock.isEmpty()) {
        return new Outcome.AlreadyRun(id, pid(file));
      }
      lock.get().write(ProcessHandle.current().pid() + "\n");
      return new Outcome.Acquired(new RunLock(lock.get()));
    } catch (IOException e) {
      throw StoreFaults.unusable(folder, e);
    }
  }

  /// The process that runs a rollout now; empty when none does.
  ///
  /// @throws StoreException when the folder can not be read
  public static Optional<Outcome.AlreadyRun> holder(Path folder, RolloutId id) {
    Path file = file(folder, id);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Optional<OsLock> lock = OsLock.tryTake(file);
      if (lock.isPresent()) {
        lock.get().close();
        return Optional.empty();
      }
      return Optional.of(new Outcome.AlreadyRun(id, pid(file)));
    } catch (IOException e) {
      throw StoreFaults.unusable(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException _) {
      // The system takes it back with the process at the latest.
    }
  }

  private static @Nullable Long pid(Path file) throws IOException {
    if (OsLock.heldHere(file)) {
      return ProcessHandle.current().pid();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  /// A file for a rollout: readable, and different for each however its name is written.
  private static Path file(Path folder, RolloutId id) {
    String readable = id.name().replaceAll("[^A-Za-z0-9-]", "_");
    UUID exact = UUID.nameUUIDFromBytes(id.toString().getBytes(StandardCharsets.UTF_8));
    return folder
        .resolve("run")
        .resolve(readable.substring(0, Math.min(60, readable.length())) + "-" + exact + ".lock");
  }
}
