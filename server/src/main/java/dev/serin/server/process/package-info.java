/// Puts a server together.
@NullMarked
package dev.serin.server.process;

import org.jspecify.annotations.NullMarked;
