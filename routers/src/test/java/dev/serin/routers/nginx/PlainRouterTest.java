package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.nginx.NginxSetup.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user's own `upstream` with weights, driven as it is in a real nginx.
@Tag("nginx")
class PlainRouterTest {
  @TempDir private Path folder;
  private NginxProcess nginx;
  private PoolRouter router;
  private Map<String, Object> settings;
  private String original;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    nginx = new NginxProcess(folder, false);
    original =
        """
        # server 127.0.0.1:1; is no server
        upstream other { server 127.0.0.1:%1$d weight=3; }
        upstream backend {
            # old version: weight 9 (90%%)
            server 127.0.0.1:%1$d weight=9   max_fails=3;

            # new version
        \tserver "127.0.0.1:%2$d"  fail_timeout=5s weight=1; # keep }
        }
        """
            .formatted(nginx.one, nginx.two)
            .replace("\"", "");
    file = folder.resolve("backend.conf");
    Files.writeString(file, original);
    nginx.include("include backend.conf;", "", "proxy_pass http://backend;").start();
    settings = nginx.settings("auto");
    settings.put("upstream", Map.of("name", "backend", "file", file.toString()));
    router = Nginx.router(shop(), settings);
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  private BalancedRollout shop() {
    return nginx.rollout(List.of(), List.of());
  }

  private Weight apply(int ppm) {
    Live live = router.apply(NginxProcess.SHOP, SwitchRouterTest.split(ppm));
    assertThat(live)
        .isInstanceOfSatisfying(
            Live.Routed.class,
            routed -> assertThat(routed.routing()).isEqualTo(SwitchRouterTest.split(ppm)));
    return ((Live.Routed) live).effective();
  }

  private long ofSecond(int count) {
    return nginx.users().bodies(Collections.nCopies(count, "")).stream()
        .filter("<two>"::equals)
        .count();
  }

  @Test
  void onlyWeightsChangeAndTheOriginalComesBack() throws IOException {
    assertThat(Nginx.setup(shop(), settings).init()).isInstanceOf(Outcome.Ready.class);

    assertThat(apply(250_000)).isEqualTo(new Weight(250_000));
    assertThat(file)
        .content()
        .contains("weight=3; }", "weight=3   max_fails=3;", "# old version: weight 9 (90%)")
        .contains("weight=1  fail_timeout=5s; # keep }");
    // Each of the two workers deals its requests out on its own, and takes turns.
    assertThat(ofSecond(400)).isBetween(96L, 104L);

    assertThat(apply(0)).isEqualTo(Weight.NONE);
    assertThat(ofSecond(200)).isZero();
    assertThat(apply(Weight.SCALE)).isEqualTo(Weight.ALL);
    assertThat(ofSecond(200)).isEqualTo(200);
    assertThat(apply(333_333).ppm()).isBetween(333_000, 333_700);
    assertThat(apply(1_000).ppm()).isEqualTo(1_000);

    router.release(NginxProcess.SHOP);
    assertThat(file).hasContent(original).content().isEqualTo(original);
    assertThat(nginx.state().resolve("default.shop.original")).doesNotExist();
    assertThat(router.observe(NginxProcess.SHOP)).isInstanceOf(Live.Unset.class);
  }

  @Test
  void theOriginalOutlivesSerinAndOthersEdits() throws IOException {
    apply(100_000);
    router = Nginx.router(shop(), settings);
    apply(500_000);
    Files.writeString(file, Files.readString(file).replace("max_fails=3", "max_fails=4"));

    assertThat(Nginx.setup(shop(), settings).remove()).isInstanceOf(Outcome.Removed.class);

    assertThat(file).content().isEqualTo(original);
  }

  @Test
  void weightsThatSomebodyChangedAreToldAndPutBack() throws IOException {
    apply(500_000);
    Files.writeString(file, Files.readString(file).replace("weight=1  fail", "weight=3  fail"));
    assertThat(router.observe(NginxProcess.SHOP))
        .isInstanceOfSatisfying(
            Live.Drifted.class,
            drifted -> {
              assertThat(drifted.effective()).isEqualTo(new Weight(750_000));
              assertThat(drifted.how()).contains("upstream backend", "75%", "not 50%");
            });
    apply(500_000);
  }

  @Test
  void aConfigurationThatNginxRefusesPutsTheFileBack() throws IOException {
    apply(100_000);
    String before = Files.readString(file);
    nginx.include("include backend.conf; nonsense;", "", "proxy_pass http://backend;");
    assertThat(router.apply(NginxProcess.SHOP, SwitchRouterTest.split(500_000)))
        .isInstanceOfSatisfying(
            Live.Unavailable.class, it -> assertThat(it.why()).contains("nonsense"));
    assertThat(file).content().isEqualTo(before);
  }

  @Test
  void anNginxThatDoesNotRunIsTold() throws Exception {
    apply(100_000);
    nginx.kill();
    assertThat(router.observe(NginxProcess.SHOP))
        .isInstanceOfSatisfying(
            Live.Unavailable.class, it -> assertThat(it.why()).contains("does not run"));
    nginx.start();
    assertThat(router.observe(NginxProcess.SHOP)).isInstanceOf(Live.Routed.class);
  }

  @Test
  void aFileOfAnotherEncodingStaysAsItIs() throws IOException {
    byte[] bytes = (original + "# f\u00fcr alle").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, bytes);
    assertThat(Nginx.setup(shop(), settings).init()).isInstanceOf(Outcome.Ready.class);

    assertThat(apply(250_000)).isEqualTo(new Weight(250_000));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).endsWith("# f\u00fcr alle");
    router.release(NginxProcess.SHOP);
    assertThat(file).hasBinaryContent(bytes);
  }

  /// Only root may give a file away; others see that the mode stays.
  @Test
  void theFileKeepsItsOwner() throws IOException {
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
    if (root) {
      Files.setAttribute(file, "unix:uid", 4711);
      Files.setAttribute(file, "unix:gid", 4712);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Map<String, Object> before = Files.readAttributes(file, "unix:uid,gid,mode");

    apply(250_000);
    assertThat(Files.readAttributes(file, "unix:uid,gid,mode")).isEqualTo(before);
    router.release(NginxProcess.SHOP);
    assertThat(Files.readAttributes(file, "unix:uid,gid,mode")).isEqualTo(before);
  }

  @Test
  void routesAndStrangeServersAreRefused() throws IOException {
    Routing routed = SwitchRouterTest.split(0, SwitchRouterTest.BETA);
    assertThat(router.apply(NginxProcess.SHOP, routed)).isInstanceOf(Live.Unavailable.class);

    Files.writeString(
        file, original.replace("# new version", "server 127.0.0.1:1; # third version"));
    assertThat(Nginx.setup(shop(), settings).init())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("127.0.0.1:1,"));
  }
}
