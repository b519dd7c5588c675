package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.cli.Main;
import dev.serin.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The command line as a client of a real server, from the first login to the deletion.
class ClientTest {
  private static final String STEPS =
      """
            steps: [{setWeight: 20}, {pause: {}}, {setWeight: 60}, {pause: {}}]
      """;

  @RegisterExtension private final Setting setting = new Setting();
  private final Map<String, String> environment = new HashMap<>();
  private String server = "";

  @BeforeEach
  void aServerRuns() {
    server = "http://127.0.0.1:" + setting.port();
    environment.put("XDG_CONFIG_HOME", setting.folder().resolve("config").toString());
    setting
        .serin(
            "server",
            "--listen",
            server.substring("http://".length()),
            "--gateway",
            setting.address().getAuthority())
        .awaitLine("answers at " + server);
  }

  /// What a command did.
  private record Ran(int code, String out, String err) {
    Ran endsWith(int wanted) {
      assertThat(code).as(out + err).isEqualTo(wanted);
      return this;
    }
  }

  /// A command in this process: the server is another one.
  private Ran serin(String... arguments) {
    return reading("", arguments);
  }

  private Ran reading(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    int code = Main.execute(Console.piped(in, out, err, environment), arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String shop() {
    Service blue = setting.service("v1");
    Service green = setting.service("v2");
    String manifest = new Shop(blue, green).plain("serin/gateway: {}", STEPS);
    setting.file("shop.yaml", manifest);
    return setting.folder().resolve("shop.yaml").toString();
  }

  private String backend(String name, String version) {
    return """
        apiVersion: serin.dev/v1alpha1
        kind: Backend
        metadata: {name: %s}
        spec: {version: %s, endpoints: [{url: "%s"}]}
        """
        .formatted(name, version, setting.service(version).url());
  }

  private void awaitPaused(int step) {
    await("a person at step " + step)
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              JsonNode shop = Serin.json(serin("get", "shop", "-o", "json").out());
              return shop.path("phase").asText().equals("Paused")
                  && shop.path("step").path("index").asInt() == step;
            });
  }

  @Test
  void aReleaseFromTheFirstLoginToTheDeletion() {
    assertThat(serin("list").endsWith(2).err()).contains("no server is chosen");
    serin("login", server, "--name", "here").endsWith(0);
    assertThat(serin("list").endsWith(0).out()).contains("there is no rollout at " + server);

    String file = shop();
    Ran created = serin("apply", "-f", file, "--reason", "release 2").endsWith(0);
    assertThat(created.out()).contains("Rollout default/shop created", "Backend default/shop-blue");
    assertThat(serin("apply", "-f", file).endsWith(0).out()).contains("default/shop unchanged");
    awaitPaused(1);

    assertThat(serin("list", "--phase", "paused").out()).contains("shop", "Paused", "1/4", "20");
    assertThat(serin("get").endsWith(0).out())
        .contains("Step:          1/4", "SetWeight:     20", "⧉ shop-green", "# revision:v1");
    assertThat(serin("get", "shop", "--manifest").out()).contains("kind: Rollout");
    assertThat(serin("status", "shop", "--timeout", "100ms").endsWith(3).out())
        .contains("Paused", "neither Healthy nor Degraded");
    assertThat(serin("explain", "shop").endsWith(0).out())
        .contains("shop is Paused at step 2 of 4", "serin promote shop", "step 3: setWeight: 60");

    assertThat(serin("promote", "shop", "--reason", "looks fine").endsWith(0).out())
        .contains("(at " + server + " (context here))");
    awaitPaused(3);
    serin("promote", "--full").endsWith(0);
    serin("status", "shop", "--timeout", "20s").endsWith(0);
    assertThat(serin("skip", "shop").endsWith(1).out()).contains("skip refused");

    serin("undo", "shop", "--reason", "v2 is slow").endsWith(0);
    awaitPaused(1);
    serin("abort", "shop", "--reason", "not today").endsWith(0);
    serin("status", "shop", "--timeout", "20s").endsWith(1);
    String pool = setting.file("pool.yaml", backend("shop-blue", "v3"));
    serin("apply", "-f", setting.folder().resolve(pool).toString(), "--reason", "third time lucky")
        .endsWith(0);
    awaitPaused(1);
    serin("abort", "shop").endsWith(0);
    serin("status", "shop", "--timeout", "20s").endsWith(1);
    assertThat(serin("history", "shop").endsWith(0).out())
        .contains(
            "release 2",
            "promote done",
            "looks fine",
            "v2 is slow",
            "not today",
            "third time lucky");

    assertThat(serin("delete", "shop").endsWith(0).out())
        .contains("rollout default/shop is deleted");
    assertThat(serin("get", "shop").endsWith(2).err()).contains("there is no rollout default/shop");
  }

  /// Hands in a Backend and nothing else, and waits.
  private CompletableFuture<Ran> release(String name, String version) {
    String file = setting.file(version + ".yaml", backend(name, version));
    String path = setting.folder().resolve(file).toString();
    return CompletableFuture.supplyAsync(
        () -> serin("apply", "-f", path, "--wait", "--timeout", "60s"));
  }

  @Test
  void aBackendWithANewVersionIsAReleaseThatIsWaitedFor() {
    environment.put("SERIN_SERVER", server);
    serin("apply", "-f", shop()).endsWith(0);
    awaitPaused(1);
    serin("promote", "shop", "--full").endsWith(0);
    serin("status", "shop", "--timeout", "20s").endsWith(0);

    CompletableFuture<Ran> good = release("shop-blue", "v3");
    awaitPaused(1);
    assertThat(good).as("it waits for the rollout").isNotDone();
    serin("promote", "shop", "--full").endsWith(0);
    assertThat(good.join().endsWith(0).out())
        .contains("Rollout default/shop rests upon this", "default/shop is Healthy with v3");
    assertThat(Serin.json(serin("get", "shop", "-o", "json").out()).path("stable").asText())
        .isEqualTo("v3");

    CompletableFuture<Ran> bad = release("shop-green", "v4");
    awaitPaused(1);
    serin("abort", "shop", "--reason", "it is slow").endsWith(0);
    assertThat(bad.join().endsWith(1).out()).contains("default/shop is Degraded");
  }

  @Test
  void aWatcherSeesWhatHappens() {
    environment.put("SERIN_SERVER", server);
    serin("apply", "-f", shop()).endsWith(0);
    awaitPaused(1);
    Serin watch = setting.serin("watch", "shop", "--server", server, "-o", "json");
    watch.awaitEvent("where it is", event -> Serin.type(event).equals("rollout"));
    serin("promote", "shop").endsWith(0);
    watch.awaitEvent(
        "the third step", event -> event.path("rollout").path("step").path("index").asInt() == 3);
    watch.awaitEvent("a transition", event -> Serin.type(event).equals("transition"));
    serin("abort", "shop").endsWith(0);
    serin("status", "shop", "--timeout", "20s").endsWith(1);
    serin("delete", "shop").endsWith(0);
    watch.endsWith(0);
  }

  @Test
  void whoMayDoWhat() {
    environment.put("SERIN_SERVER", server);
    String boss = serin("token", "create", "boss", "--role", "admin").endsWith(0).out().strip();
    assertThat(serin("list").endsWith(2).err()).contains("wants a token", "serin login " + server);
    reading(boss, "login", server, "--token-stdin").endsWith(0);
    String viewer =
        serin("token", "create", "eye", "--role", "viewer", "--expires", "1h").endsWith(0).out();
    assertThat(serin("token", "list").endsWith(0).out())
        .contains("boss", "eye", "viewer")
        .doesNotContain(boss);

    environment.put("SERIN_TOKEN", viewer.strip());
    serin("list").endsWith(0);
    assertThat(serin("apply", "-f", shop()).endsWith(2).err()).contains("admin");
    environment.remove("SERIN_TOKEN");
    serin("token", "revoke", "2").endsWith(0);
    environment.put("SERIN_TOKEN", viewer.strip());
    assertThat(serin("list").endsWith(2).err()).contains("does not know this token");
  }

  @Test
  void whatIsWrongIsToldAtItsPlace() {
    environment.put("SERIN_SERVER", server);
    String manifest =
        new Shop(setting.service("v1"), setting.service("v2")).plain("serin/gateway: {}", STEPS);
    setting.file("bad.yaml", manifest.replace("{setWeight: 20}", "{setWeight: 120}"));
    String file = setting.folder().resolve("bad.yaml").toString();
    Ran ran = serin("apply", "-f", file).endsWith(2);
    assertThat(ran.err())
        .containsPattern(java.util.regex.Pattern.quote(file) + ":\\d+:\\d+: error: ");
    assertThat(ran.out()).contains("nothing was applied");
    assertThat(serin("list", "--server", server.replace("http:", "https:")).endsWith(3).err())
        .contains("speaks no TLS; write http://");
  }
}
