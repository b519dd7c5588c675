/// Simulations and benchmarks. Each prints its figures as ratios taken in one run.
@NullMarked
package dev.serin.bench;

import org.jspecify.annotations.NullMarked;
