/// What every command shares: its console, its exit codes, and JSON on a line.
@NullMarked
package dev.serin.cli.console;

import org.jspecify.annotations.NullMarked;
