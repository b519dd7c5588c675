package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Mechanism `lua`.
@Tag("nginx-lua")
class LuaRouterTest extends SteadyRouterTest {
  LuaRouterTest() {
    super("lua");
  }

  @Test
  void luaIsTakenWhenItIsThere() {
    assertThat(nginx().rollout(List.of(), List.of()))
        .satisfies(
            rollout ->
                assertThat(Nginx.setup(rollout, nginx().settings("auto")).init())
                    .isInstanceOfSatisfying(
                        NginxSetup.Outcome.Ready.class,
                        ready -> assertThat(ready.how()).contains("by lua")));
  }
}
