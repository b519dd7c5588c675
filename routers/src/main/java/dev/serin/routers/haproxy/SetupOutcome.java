package dev.serin.routers.haproxy;

import java.nio.file.Path;
import java.util.List;

/// What setting HAProxy up came to.
public sealed interface SetupOutcome {
  /// HAProxy runs with the configuration as it should be.
  ///
  /// @param file the configuration
  /// @param notes what people should know
  record Ready(Path file, List<String> notes) implements SetupOutcome {}

  /// What would be done, and what a person could do by hand instead.
  ///
  /// @param file the configuration
  /// @param frontend the section that gets lines
  /// @param frontendLines those lines
  /// @param backendLines new sections, for the end of the file
  /// @param notes what people should know
  record Preview(
      Path file,
      String frontend,
      List<String> frontendLines,
      List<String> backendLines,
      List<String> notes)
      implements SetupOutcome {}

  /// It could not be done.
  ///
  /// @param why with the place and what would help
  /// @param state what is in force now
  record Failed(String why, String state) implements SetupOutcome {}
}
