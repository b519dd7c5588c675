package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.routers.BalancedRollout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A look at a real nginx' configuration that takes its time.
@Tag("nginx")
class InclusionTest {
  @TempDir private Path folder;

  /// An nginx that prints its configuration only once the file `go` is there.
  private Path slow() throws IOException {
    Path program = folder.resolve("slow-nginx");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$*" in *-T*)
          echo begun >> %1$s/begun
          while [ ! -e %1$s/go ]; do sleep 0.05; done
        esac
        exec nginx "$@"
        """
            .formatted(folder));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  @Test
  void nobodyWaitsForALook() throws IOException {
    try (NginxProcess nginx = new NginxProcess(folder, false).start()) {
      BalancedRollout rollout = nginx.rollout(List.of(), List.of());
      Nginx.setup(rollout, nginx.settings("files")).init();
      Map<String, Object> settings = nginx.settings("files");
      settings.put("binary", slow().toString());
      Inclusion inclusion = new Inclusion();
      Installation installation =
          Installation.of(Nginx.include(rollout, NginxSettings.of(settings)));

      assertThat(inclusion.missing(installation)).isEmpty();

      Awaitility.await().until(() -> Files.exists(folder.resolve("begun")));
      Files.createFile(folder.resolve("go"));
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(inclusion.missing(installation))
                      .get()
                      .asString()
                      .contains("does not include"));
      // Had it waited, the program would have been killed and begun again.
      assertThat(folder.resolve("begun")).hasContent("begun");
    }
  }
}
