package dev.serin.core.rollout;

import java.time.Instant;

/// A change of a rollout and its reason: one line of the audit log.
///
/// @param reason one word, Argo's where it has one
/// @param message one sentence
public record Transition(Instant at, String reason, String message) {}
