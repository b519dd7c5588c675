package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.manifest.tree.Source;
import dev.serin.providers.http.Reach;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users are not sent where a cloud answers with the credentials of this machine.
final class EndsTest {
  @TempDir private Path folder = Path.of("");
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Applied apply(Reach reach, String url) {
    String backend =
        """
        apiVersion: serin.dev/v1alpha1
        kind: Backend
        metadata: {name: blue}
        spec:
          version: "1"
          endpoints: [{url: "http://127.0.0.1:9"}, {url: "%s"}]
        """
            .formatted(url);
    return new Clerk(store, new Outside((_, _, _) -> Optional.empty(), null, reach))
        .apply(List.of(Source.of("b.yaml", backend)), new Author("ann", ""), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://169.254.1.2:8080",
        "http://[fe80::1]",
        "http://[fd00:ec2::254]:80",
        "http://[::ffff:169.254.169.254]"
      })
  void noBackendIsWhereCloudsKeepCredentials(String url) {
    assertThat(apply(Reach.ofServer(List.of(), List.of()), url))
        .isInstanceOfSatisfying(
            Applied.Refused.class,
            refused ->
                assertThat(refused.why())
                    .singleElement()
                    .asString()
                    .contains("Backend default/blue", url, "is excluded by the rule", "--allow"));
  }

  @Test
  void aNameThatLeadsThereIsRefusedToo() {
    Reach names = Reach.of(List.of("127.0.0.0/8"), List.of());
    assertThat(names.refusal("localhost", 80).orElseThrow())
        .contains("localhost (127.0.0.1)", "127.0.0.0/8");
    assertThat(names.refusal("no-such-host.invalid", 80)).isEmpty();
  }

  @Test
  void whatMetricsMayNotAskBackendsMayBe() {
    assertThat(apply(Reach.ofServer(List.of("10.0.0.0/8"), List.of()), "http://10.1.2.3:80"))
        .isInstanceOf(Applied.Done.class);
  }

  @Test
  void theServersAdministratorLetsOneThrough() {
    Reach reach = Reach.ofServer(List.of(), List.of("169.254.7.7:8080"));
    assertThat(apply(reach, "http://169.254.7.7:8080")).isInstanceOf(Applied.Done.class);
    assertThat(apply(reach, "http://169.254.7.7:80")).isInstanceOf(Applied.Refused.class);
    assertThat(apply(Reach.EVERYWHERE, "http://169.254.7.8:80")).isInstanceOf(Applied.Done.class);
  }
}
