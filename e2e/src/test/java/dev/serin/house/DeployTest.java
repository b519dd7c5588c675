package dev.serin.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What `deploy/` holds follows the rules for images and services.
class DeployTest {
  private static final Path DEPLOY = Path.of("../deploy");

  /// A line of a Dockerfile, with what it goes on with.
  private record Instruction(String word, String rest) {}

  @Test
  void everyImageHasAVersionAndOnlyTheLastOneIsShipped() throws IOException {
    List<Instruction> froms = dockerfile().stream().filter(it -> it.word().equals("FROM")).toList();
    assertThat(froms).hasSizeGreaterThan(1);
    assertThat(froms)
        .allSatisfy(
            from ->
                assertThat(from.rest())
                    .matches("[a-z0-9./-]+:[A-Za-z0-9._-]+( AS [a-z]+)?")
                    .doesNotContain(":latest"));
    assertThat(froms.getLast().rest()).contains("-jre-").doesNotContain(" AS ");
  }

  @Test
  void theImageRunsAsNobodySpecialAndSaysHowItIs() throws IOException {
    List<Instruction> shipped = shipped();
    assertThat(last(shipped, "USER")).matches("[1-9][0-9]{4,}:[1-9][0-9]{4,}");
    assertThat(last(shipped, "WORKDIR")).startsWith("/");
    assertThat(last(shipped, "HEALTHCHECK")).contains("--timeout=", "/healthz");
    for (String word : List.of("ENTRYPOINT", "CMD")) {
      assertThat(last(shipped, word)).as("exec form, so that signals come through").startsWith("[");
    }
    List<String> words = shipped.stream().map(Instruction::word).toList();
    assertThat(words.indexOf("USER")).isLessThan(words.indexOf("ENTRYPOINT"));
    assertThat(words.lastIndexOf("RUN")).isLessThan(words.indexOf("USER"));
  }

  @Test
  void whatIsInstalledLeavesNothingBehind() throws IOException {
    for (Instruction run : dockerfile().stream().filter(it -> it.word().equals("RUN")).toList()) {
      if (run.rest().contains("apt-get install")) {
        assertThat(run.rest())
            .contains("apt-get update", "--no-install-recommends", "rm -rf /var/lib/apt/lists/*");
      }
      assertThat(run.rest()).doesNotContain("sudo", "curl ", "wget ", "chmod 777");
    }
  }

  @Test
  void onlyKnownInstructionsAndNoSecretsAreUsed() throws IOException {
    assertThat(dockerfile().stream().map(Instruction::word).collect(Collectors.toSet()))
        .isSubsetOf(
            Set.of(
                "FROM",
                "RUN",
                "WORKDIR",
                "COPY",
                "LABEL",
                "USER",
                "ENV",
                "VOLUME",
                "EXPOSE",
                "ENTRYPOINT",
                "CMD",
                "HEALTHCHECK"));
    assertThat(
            dockerfile().stream()
                .filter(it -> it.word().equals("ENV"))
                .map(it -> it.rest().toUpperCase(Locale.ROOT)))
        .noneMatch(it -> it.contains("PASSWORD") || it.contains("TOKEN") || it.contains("SECRET"));
    String ignored = Files.readString(Path.of("../.dockerignore"));
    assertThat(ignored.lines()).contains(".git", "**/target");
  }

  @Test
  void theJarOfTheBuildIsTheOneThatIsCopied() throws IOException {
    assertThat(Files.readString(Path.of("../cli/pom.xml")))
        .contains("${project.build.directory}/serin.jar");
    assertThat(shipped()).anyMatch(it -> it.rest().contains("/src/cli/target/serin.jar"));
  }

  @Test
  void theServiceMayDoNothingButItsWork() throws IOException {
    Map<String, String> unit = unit();
    for (String name :
        List.of(
            "NoNewPrivileges",
            "PrivateTmp",
            "PrivateDevices",
            "ProtectKernelModules",
            "ProtectKernelTunables",
            "ProtectControlGroups",
            "RestrictNamespaces",
            "RestrictSUIDSGID",
            "LockPersonality")) {
      assertThat(unit).containsEntry(name, "yes");
    }
    assertThat(unit)
        .containsEntry("ProtectSystem", "strict")
        .containsEntry("CapabilityBoundingSet", "")
        .containsEntry("User", "serin")
        .containsEntry("Restart", "on-failure")
        .containsEntry("UMask", "0077")
        .containsKey("TimeoutStopSec");
  }

  private static Map<String, String> unit() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(DEPLOY.resolve("serin.service"))) {
      if (!line.startsWith("#") && line.contains("=")) {
        settings.put(
            line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1).strip());
      }
    }
    return settings;
  }

  private static String last(List<Instruction> instructions, String word) {
    return instructions.stream()
        .filter(it -> it.word().equals(word))
        .map(Instruction::rest)
        .reduce((_, later) -> later)
        .orElse("");
  }

  /// From the last FROM on.
  private static List<Instruction> shipped() throws IOException {
    List<Instruction> all = dockerfile();
    int from = all.stream().map(Instruction::word).toList().lastIndexOf("FROM");
    return all.subList(from, all.size());
  }

  private static List<Instruction> dockerfile() throws IOException {
    List<Instruction> all = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : Files.readAllLines(DEPLOY.resolve("Dockerfile"))) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      boolean goesOn = line.endsWith("\\");
      open.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
      if (!goesOn) {
        String[] parts = open.toString().strip().split("\\s+", 2);
        all.add(new Instruction(parts[0], parts[1]));
        open.setLength(0);
      }
    }
    return all;
  }
}
