/// Special functions in logs, exact enough for evidence that is summed over a million batches.
@NullMarked
package dev.serin.judge.special;

import org.jspecify.annotations.NullMarked;
