package dev.serin.routers.nginx;

import org.junit.jupiter.api.Tag;

/// What an engine relies on, by mechanism `reload`.
@Tag("nginx")
class ReloadContractTest extends SwitchContract {
  ReloadContractTest() {
    super("reload");
  }
}
