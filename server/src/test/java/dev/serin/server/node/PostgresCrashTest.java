package dev.serin.server.node;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("postgres")
class PostgresCrashTest extends CrashContract {
  @Override
  NodeProcess.Site site(Path folder) {
    return new NodeProcess.Site("postgres", folder.toString());
  }
}
