package dev.serin.cli.console;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.yaml.snakeyaml.DumperOptions;

/// YAML as people write it: one field a line.
public final class Yaml {
  private static final JsonMapper JSON = new JsonMapper();

  private Yaml() {}

  /// A tree of maps, lists, texts, numbers and booleans, or a tree of Jackson's, as a document that
  /// ends with a line break.
  public static String text(Object tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(120);
    return new org.yaml.snakeyaml.Yaml(options).dump(JSON.convertValue(tree, Object.class));
  }
}
