package dev.serin.routers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.haproxy.SetupOutcome.Failed;
import dev.serin.routers.haproxy.SetupOutcome.Preview;
import dev.serin.routers.haproxy.SetupOutcome.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rollout put into the configuration of a real HAProxy, and taken out again.
@Tag("haproxy")
class HaproxySetupTest {
  @TempDir private Path folder;
  private RunningHaproxy haproxy;
  private byte[] before;

  @BeforeEach
  void start() throws Exception {
    haproxy = RunningHaproxy.start(folder, "operator");
    before = Files.readAllBytes(haproxy.config());
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  private HaproxySetup setup(Map<String, Object> more) {
    return Haproxy.setup(Shop.rollout(haproxy), haproxy.settings(more));
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasPutInIsTakenOutByteForByte() throws Exception {
    Files.setPosixFilePermissions(haproxy.config(), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(setup(Map.of()).init()).isInstanceOf(Ready.class);
    assertThat(haproxy.get()).isEqualTo("one");
    assertThat(Files.readAllBytes(folder.resolve("haproxy.cfg.before-serin"))).isEqualTo(before);
    assertThat(setup(Map.of()).remove()).isInstanceOf(Ready.class);

    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(haproxy.config())))
        .isEqualTo("rw-r-----");
    assertThat(haproxy.get()).isEqualTo(RunningHaproxy.OWN);
    assertThat(files()).containsExactly("h.sock", "haproxy.cfg", "haproxy.out", "maps");
  }

  @Test
  void requestsOfOtherBackendsStayTheirs() throws Exception {
    Ready ready = (Ready) setup(Map.of()).init();

    var classic = haproxy.send("/classic");
    assertThat(classic.headers().allValues("Set-Cookie")).noneMatch(it -> it.startsWith("serin="));
    assertThat(haproxy.ask("show stat classic 6 -1")).contains("classic,a,");
    assertThat(sessions("classic")).isEqualTo(1);
    assertThat(sessions("serin:default:shop:one")).isZero();
    assertThat(haproxy.get()).isEqualTo("one");
    assertThat(sessions("serin:default:shop:one")).isEqualTo(1);
    assertThat(ready.notes())
        .anyMatch(note -> note.contains("stand for backend plain in frontend users"));
    Process check =
        new ProcessBuilder("haproxy", "-c", "-f", haproxy.config().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(check.getInputStream().readAllBytes(), UTF_8))
        .doesNotContain("placed after");
  }

  private long sessions(String backend) {
    return haproxy
        .ask("show stat " + backend + " 2 -1")
        .lines()
        .filter(line -> line.startsWith(backend + ",BACKEND,"))
        .mapToLong(line -> Long.parseLong(line.split(",", -1)[7]))
        .sum();
  }

  @Test
  void aChoiceWithoutConditionsIsTheOneThatIsStoodFor() throws Exception {
    String text = new String(before, UTF_8);
    String certain = "  use_backend plain\n  default_backend classic\n";
    Files.writeString(haproxy.config(), text.replace("  default_backend plain\n", certain));
    byte[] mine = Files.readAllBytes(haproxy.config());

    assertThat(((Ready) setup(Map.of()).init()).notes())
        .anyMatch(note -> note.contains("stand for backend plain"));
    assertThat(haproxy.get()).isEqualTo("one");
    assertThat(setup(Map.of()).remove()).isInstanceOf(Ready.class);
    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(mine);

    String dynamic = "  use_backend %[str(plain)]\n";
    Files.writeString(haproxy.config(), text.replace("  default_backend plain\n", dynamic));
    assertThat(((Failed) setup(Map.of()).init()).why())
        .contains("without a condition", "serin/haproxy.hosts");
  }

  @Test
  void whatTheUserChangedMeanwhileStays() throws Exception {
    setup(Map.of()).init();
    String text = Files.readString(haproxy.config());
    String changed = text.replace("timeout client 10s", "timeout client 11s");
    Files.writeString(haproxy.config(), changed + "# more\n");

    assertThat(setup(Map.of()).remove()).isInstanceOf(Ready.class);

    String wanted = new String(before, UTF_8);
    assertThat(haproxy.config())
        .hasContent(wanted.replace("timeout client 10s", "timeout client 11s") + "# more\n");
  }

  @Test
  void puttingItInTwiceChangesNothing() throws Exception {
    setup(Map.of()).init();
    byte[] once = Files.readAllBytes(haproxy.config());
    RuntimeApi.Life life = haproxy.api().life().orElseThrow();

    assertThat(setup(Map.of()).init()).isInstanceOf(Ready.class);

    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(once);
    assertThat(life.goesOnIn(haproxy.api().life().orElseThrow())).isTrue();
  }

  @Test
  void aPreviewShowsTheLinesAndChangesNothing() throws Exception {
    Preview preview = (Preview) setup(Map.of()).preview();

    assertThat(preview.frontend()).isEqualTo("users");
    assertThat(preview.frontendLines()).anyMatch(line -> line.startsWith("use_backend serin:"));
    assertThat(preview.backendLines()).contains("backend serin:default:shop:one");
    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(before);
    assertThat(files()).containsExactly("h.sock", "haproxy.cfg", "haproxy.out");
  }

  @Test
  void aConfigurationThatHaproxyRefusesChangesNothing() throws Exception {
    Files.writeString(haproxy.config(), new String(before, UTF_8) + "  nonsense here\n");
    byte[] broken = Files.readAllBytes(haproxy.config());

    Failed failed = (Failed) setup(Map.of()).init();

    assertThat(failed.why()).contains("nonsense", "haproxy -c -f");
    assertThat(failed.state()).isEqualTo("nothing was changed");
    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(broken);
  }

  @Test
  void aReloadThatFailsPutsTheFileBack() throws Exception {
    Failed failed = (Failed) setup(Map.of("reload", List.of("false"))).init();

    assertThat(failed.why()).contains("`false` ended with 1");
    assertThat(failed.state()).contains("byte for byte what it was");
    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(before);
    assertThat(folder.resolve("maps/default/shop.map")).doesNotExist();
  }

  @Test
  void twoRolloutsOfOneNameInTwoNamespacesShareAFrontend() throws Exception {
    RolloutId other = new RolloutId("staging", "shop");
    HaproxySetup staging =
        Haproxy.setup(
            Shop.rollout(other, haproxy), haproxy.settings(Map.of("paths", List.of("/staging"))));
    Map<String, Object> shop = Map.of("hosts", List.of("127.0.0.1"), "paths", List.of("/shop"));

    assertThat(setup(shop).init()).isInstanceOf(Ready.class);
    assertThat(staging.init()).isInstanceOf(Ready.class);
    assertThat(haproxy.ask("show stat"))
        .contains("serin:default:shop:one,s1", "serin:staging:shop:one,s1");
    assertThat(haproxy.send("/staging").body()).isEqualTo("one");
    assertThat(haproxy.send("/shop").body()).isEqualTo("one");
    assertThat(haproxy.get()).isEqualTo(RunningHaproxy.OWN);
    assertThat(setup(shop).remove()).isInstanceOf(Ready.class);
    assertThat(haproxy.send("/staging").body()).isEqualTo("one");
    assertThat(staging.remove()).isInstanceOf(Ready.class);

    assertThat(Files.readAllBytes(haproxy.config())).isEqualTo(before);
  }

  @Test
  void rolloutsThatWouldTakeEachOthersRequestsAreRefused() {
    setup(Map.of()).init();
    HaproxySetup staging =
        Haproxy.setup(
            Shop.rollout(new RolloutId("staging", "shop"), haproxy), haproxy.settings(Map.of()));

    Failed failed = (Failed) staging.init();

    assertThat(failed.why()).contains("default/shop", "hosts or paths");
  }

  @Test
  void whatCanNotBeUsedIsRefusedWithItsReason() throws Exception {
    assertThat(((Failed) setup(Map.of("frontend", "nowhere")).init()).why())
        .contains("no frontend nowhere", "users");
    Map<String, Object> settings = haproxy.settings(Map.of());
    settings.remove("frontend");
    assertThat(((Failed) Haproxy.setup(Shop.rollout(haproxy), settings).init()).why())
        .contains("several frontends", "serin/haproxy.frontend");
    Files.writeString(haproxy.config(), new String(before, UTF_8).replace("mode http", "mode tcp"));
    assertThat(((Failed) setup(Map.of()).init()).why()).contains("users is in tcp mode");
    Files.writeString(haproxy.config(), new String(before, UTF_8) + "# serin begin default/shop\n");
    assertThat(((Failed) setup(Map.of()).init()).why()).contains("marks are damaged");
    assertThat(((Failed) setup(Map.of()).remove()).why()).contains("marks are damaged");
    Files.writeString(haproxy.config(), new String(before, UTF_8) + "# more");
    assertThat(((Failed) setup(Map.of()).init()).why()).contains("last line has no end");
    Files.delete(haproxy.config());
    assertThat(((Failed) setup(Map.of()).init()).why())
        .contains("haproxy.cfg", "serin/haproxy.config");
  }
}
