/// Many rollouts, run and served by one or several processes.
@NullMarked
package dev.serin.server;

import org.jspecify.annotations.NullMarked;
