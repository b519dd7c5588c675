package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;

/// Something to be done outside. Level-triggered: asked again at every look until it is observed,
/// so a crash may lose or repeat it.
public sealed interface Effect {
  /// Make the router do this.
  record Route(Routing routing) implements Effect {}

  /// Begin an analysis run.
  ///
  /// @param run its name, unique for the rollout
  record StartAnalysis(String run, AnalysisRequest request) implements Effect {}

  /// End an analysis run that nobody needs any more.
  record StopAnalysis(String run) implements Effect {}

  /// Scale a revision down that has had no traffic for long enough.
  record ScaleDown(Revision revision) implements Effect {}
}
