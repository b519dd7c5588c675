package dev.serin.server.rollouts;

import dev.serin.server.store.DocumentId;
import java.time.Instant;
import java.util.Map;

/// A document as it was applied last.
///
/// @param content a tree of maps, lists, texts, numbers and booleans
/// @param by who applied it
public record Document(DocumentId id, Map<String, Object> content, String by, Instant at) {}
