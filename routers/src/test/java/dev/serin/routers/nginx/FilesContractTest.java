package dev.serin.routers.nginx;

import org.junit.jupiter.api.Tag;

/// What an engine relies on, by mechanism `files`.
@Tag("nginx")
class FilesContractTest extends SwitchContract {
  FilesContractTest() {
    super("files");
  }
}
