package dev.serin.cli.judge;

import dev.serin.judge.kayenta.CanaryConfig;
import java.nio.file.Path;

/// Where the data of a judgement comes from. What can not be read is a
/// [dev.serin.server.Refusal].
public sealed interface Source permits Source.OneFile, Source.TwoFiles, Past {
  /// Reads the data.
  Data read(CanaryConfig config);

  /// Kayenta's list of metric set pairs as JSON, or CSV when the file is called so.
  record OneFile(Path file) implements Source {
    @Override
    public Data read(CanaryConfig config) {
      return file.toString().endsWith(".csv") ? CsvFiles.both(file) : JsonFiles.pairs(file);
    }
  }

  /// CSV, a file for each side.
  record TwoFiles(Path control, Path experiment) implements Source {
    @Override
    public Data read(CanaryConfig config) {
      return CsvFiles.each(control, experiment);
    }
  }
}
