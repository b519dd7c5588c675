/// How latencies are counted: in buckets, so that histograms can be added up, compared and moved.
@NullMarked
package dev.serin.judge.latency;

import org.jspecify.annotations.NullMarked;
