/// The `serin` command: what it takes, what it prints, what it exits with.
@NullMarked
package dev.serin.cli;

import org.jspecify.annotations.NullMarked;
