package dev.serin.server.node;

import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Source;
import dev.serin.server.manifest.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Documents that were read lately, by their text: many rollouts rest upon the same gateway and
/// templates.
final class Readings {
  private static final int MOST = 256;

  private final Map<String, Manifests> latest =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manifests> eldest) {
          return size() > MOST;
        }
      };

  /// What a text holds.
  ///
  /// @param name of the text, for the places of problems
  Manifests of(String name, String text) {
    Manifests known = known(text);
    if (known != null) {
      return known;
    }
    Manifests read = Reader.read(List.of(Source.of(name, text)));
    synchronized (latest) {
      latest.put(text, read);
    }
    return read;
  }

  private @Nullable Manifests known(String text) {
    synchronized (latest) {
      return latest.get(text);
    }
  }
}
