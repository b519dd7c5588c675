/// Is the canary worse than the baseline? Two samples in, a verdict with its evidence out.
@NullMarked
package dev.serin.judge;

import org.jspecify.annotations.NullMarked;
