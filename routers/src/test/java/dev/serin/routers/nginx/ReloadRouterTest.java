package dev.serin.routers.nginx;

import org.junit.jupiter.api.Tag;

/// Mechanism `reload`.
@Tag("nginx")
class ReloadRouterTest extends SwitchRouterTest {
  ReloadRouterTest() {
    super("reload");
  }
}
