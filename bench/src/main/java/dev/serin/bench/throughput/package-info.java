/// How fast the judge is, measured with JMH.
@NullMarked
package dev.serin.bench.throughput;

import org.jspecify.annotations.NullMarked;
