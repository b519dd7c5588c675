/// Runs a server in this process, and works on its store.
@NullMarked
package dev.serin.cli.serve;

import org.jspecify.annotations.NullMarked;
