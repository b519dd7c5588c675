/// Simulations that check the judge's promises: false alarms, time to detection, robustness.
@NullMarked
package dev.serin.bench.validation;

import org.jspecify.annotations.NullMarked;
