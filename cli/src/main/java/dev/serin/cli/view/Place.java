package dev.serin.cli.view;

import dev.serin.core.traffic.Revision;
import java.time.Instant;

/// Where a run takes place; the same for all of it.
///
/// @param from the revision that served when it began
/// @param to the revision that it brings
/// @param address where users reach the service, such as `http://127.0.0.1:8080`
/// @param startedAt when the run began
public record Place(Revision from, Revision to, String address, Instant startedAt) {}
