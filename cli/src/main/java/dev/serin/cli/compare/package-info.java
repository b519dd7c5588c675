/// Compares a canary's counts with its baseline's, from the command line or as they come in.
@NullMarked
package dev.serin.cli.compare;

import org.jspecify.annotations.NullMarked;
