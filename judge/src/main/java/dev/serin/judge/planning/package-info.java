/// How many requests a verdict takes: what no test can do without, what Serin's own tests need, and
/// what a given number of requests can see.
@NullMarked
package dev.serin.judge.planning;

import org.jspecify.annotations.NullMarked;
