package dev.serin.routers.nginx;

import org.junit.jupiter.api.Tag;

/// What an engine relies on, by mechanism `lua`.
@Tag("nginx-lua")
class LuaContractTest extends SwitchContract {
  LuaContractTest() {
    super("lua");
  }
}
