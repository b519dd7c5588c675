package dev.serin.routers.nginx;

import org.junit.jupiter.api.Tag;

/// Mechanism `files`.
@Tag("nginx")
class FilesRouterTest extends SteadyRouterTest {
  FilesRouterTest() {
    super("files");
  }
}
