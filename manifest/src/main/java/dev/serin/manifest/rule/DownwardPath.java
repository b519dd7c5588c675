package dev.serin.manifest.rule;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths into metadata that Kubernetes' downward API knows.
final class DownwardPath {
  private static final Set<String> PLAIN =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");
  private static final Pattern ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.*)'\\]");

  private DownwardPath() {}

  static boolean valid(String path) {
    Matcher entry = ENTRY.matcher(path);
    if (!entry.matches()) {
      return PLAIN.contains(path);
    }
    String key = entry.group(2);
    return Labels.qualifiedName(
        entry.group(1).equals("labels") ? key : key.toLowerCase(Locale.ROOT));
  }
}
