package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private final Town town = new Town();

  @TempDir private Path folder;

  @AfterEach
  void leave() {
    town.close();
  }

  @Test
  void whatIsForgottenIsNotAskedForAgain() throws Exception {
    Path manifest = canary("setWeight: 100", "pause: {}");
    String v1 = town.server("v1");
    Ran begun = run(manifest, "--stable", v1, "--canary", town.server("v2"), "--timeout", "1500ms");
    assertThat(begun.code()).as(begun.err()).isEqualTo(3);
    assertThat(town.answers()).contains("v2");

    Ran again =
        run(
            manifest,
            "--restart",
            "--stable",
            v1,
            "--canary",
            Town.nobody(),
            "--timeout",
            "1500ms");

    assertThat(again.code()).as(again.err()).isEqualTo(3);
    assertThat(town.answers()).isNotEmpty().containsOnly("v1");
  }

  @Test
  void stableServesWhenTheCanaryOfTheLastRunIsGone() throws Exception {
    Path manifest = canary("setWeight: 100", "pause: {}");
    String v1 = town.server("v1");
    run(manifest, "--stable", v1, "--canary", town.server("v2"), "--timeout", "1500ms");
    state("abort");
    assertThat(run(manifest, "--resume", "--stable", v1, "--canary", town.server("v2")).code())
        .isEqualTo(1);

    Ran next =
        run(
            manifest,
            "--stable",
            v1,
            "--canary",
            Town.nobody(),
            "--canary-version",
            "v3",
            "--timeout",
            "1500ms");

    assertThat(next.code()).as(next.err()).isEqualTo(3);
    assertThat(town.answers()).isNotEmpty().containsOnly("v1");
  }

  @Test
  void theSameCommandAgainDoesNotTakeTheNewVersionBack() throws Exception {
    Path manifest = canary("setWeight: 50");
    Files.writeString(
        manifest, Files.readString(manifest) + backends(town.server("v1"), town.server("v2")));
    Ran first = run(manifest);
    assertThat(first.code()).as(first.err()).isZero();

    Ran again = run(manifest, "-o", "json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("shop: v2 is promoted already").contains("\"promoted\"");
    assertThat(town.answers()).isEmpty();

    Ran back = run(manifest, "--rollback");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.out()).contains("shop: v1 is promoted");

    Ran nothing = run(manifest, "--rollback");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("there is nothing to go back from");
  }

  @Test
  void settingsOfTheGatewaysNumbersAreCheckedBeforeAnythingMoves() throws Exception {
    Path manifest = canary("setWeight: 50", "analysis: {templates: [{templateName: numbers}]}");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            + """
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: numbers}
            spec:
              metrics:
                - name: errors
                  successCondition: result < 0.01
                  provider: {plugin: {serin/gateway: {signal: mood}}}
            """);
    Ran ran = run(manifest, "--stable", town.server("v1"), "--canary", town.server("v2"));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("rollout.yaml:18:", "mood");
  }

  @Test
  void noSecretOfTheManifestsIsKept() throws Exception {
    Path manifest = canary("setWeight: 50");
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        stringData: {password: hunter2}
        """;
    Files.writeString(manifest, Files.readString(manifest) + "---\n" + secret);
    Path manifests = Files.createDirectory(folder.resolve("manifests"));
    Files.writeString(manifests.resolve("secret.yaml"), secret);
    Files.move(manifest, manifests.resolve("rollout.yaml"));

    Ran ran = run(manifests, "--stable", town.server("v1"), "--canary", town.server("v2"));

    assertThat(ran.code()).as(ran.err()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("hunter2");
      }
    }
    assertThat(Files.readString(folder.resolve("serin.db"), StandardCharsets.ISO_8859_1))
        .contains("setWeight: 50");
  }

  private static String backends(String v1, String v2) {
    return """
            stableService: blue
            canaryService: green
      ---
      apiVersion: serin.dev/v1alpha1
      kind: Backend
      metadata: {name: blue}
      spec: {version: v1, endpoints: [{url: "%s"}]}
      ---
      apiVersion: serin.dev/v1alpha1
      kind: Backend
      metadata: {name: green}
      spec: {version: v2, endpoints: [{url: "%s"}]}
      """
        .formatted(v1, v2);
  }

  /// Runs the manifest with a user at the gateway.
  private Ran run(Path manifest, String... more) throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("run", manifest.toString(), "--listen", town.listen()));
    command.addAll(List.of(more));
    command.addAll(List.of("--admin", "127.0.0.1:0", "--state", folder.toString()));
    return town.visited(command.toArray(String[]::new));
  }

  /// Asks something of the rollout in the state folder.
  private Ran state(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--state", folder.toString()));
    return Shell.serin(words.toArray(String[]::new));
  }

  private Path canary(String... steps) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: shop}
            spec:
              strategy:
                canary:
                  steps:
            """);
    for (String step : steps) {
      text.append("      - ").append(step).append('\n');
    }
    return Files.writeString(folder.resolve("rollout.yaml"), text);
  }
}
