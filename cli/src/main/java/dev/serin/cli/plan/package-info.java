/// Plans on the command line: for people, for scripts, and step by step in batches.
@NullMarked
package dev.serin.cli.plan;

import org.jspecify.annotations.NullMarked;
