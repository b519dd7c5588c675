package dev.serin.server.node;

import java.nio.file.Path;

class SqliteCrashTest extends CrashContract {
  @Override
  NodeProcess.Site site(Path folder) {
    return new NodeProcess.Site("sqlite", folder.resolve("store").toString());
  }
}
