package dev.serin.routers.nginx;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Puts Serin into an nginx once, before its rollout, and takes it out again. The user's own files
/// are never edited.
public sealed interface NginxSetup permits IncludeSetup, PlainSetup {
  /// Writes the generated files, checks and reloads nginx, and looks whether they are in force.
  /// What
  /// was not good is put back. It may be repeated.
  Outcome init();

  /// What [#init] would write, and what the user would have to add. Changes nothing.
  Outcome preview();

  /// Takes the generated files away again, when the configuration does not need them.
  Outcome remove();

  /// How it ended.
  sealed interface Outcome {
    /// Nginx can be steered.
    ///
    /// @param how the mechanism and what is in force, in a sentence
    /// @param advice what people should know, a sentence each
    record Ready(String how, List<String> advice) implements Outcome {}

    /// The files are written, and the user's configuration does not include them yet.
    ///
    /// @param places what to write where, once; then init is to be run again
    record NeedsLines(List<Place> places, List<String> advice) implements Outcome {}

    /// What would be done.
    ///
    /// @param files what would be written
    /// @param places what to write where, once
    record Preview(Map<Path, String> files, List<Place> places) implements Outcome {}

    /// Nothing of Serin is left in nginx.
    ///
    /// @param advice what is left for the user to do, a sentence each
    record Removed(List<String> advice) implements Outcome {}

    /// It did not work.
    ///
    /// @param why what is wrong, and what would help
    /// @param restored what is there now
    record Failed(String why, String restored) implements Outcome {}
  }

  /// Lines for one place of the user's configuration.
  ///
  /// @param where in words
  record Place(String where, List<String> lines) {
    /// Copies its list.
    public Place {
      lines = List.copyOf(lines);
    }
  }
}
