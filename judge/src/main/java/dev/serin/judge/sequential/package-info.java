/// Tests that may be looked at after every batch: evidence that grows while a rollout runs, and
/// intervals that hold at all times.
@NullMarked
package dev.serin.judge.sequential;

import org.jspecify.annotations.NullMarked;
