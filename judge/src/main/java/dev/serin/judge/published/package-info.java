/// Tests that others published, for comparison: the benchmarks race against them, the conformance
/// tests check that they are what was published.
@NullMarked
package dev.serin.judge.published;

import org.jspecify.annotations.NullMarked;
