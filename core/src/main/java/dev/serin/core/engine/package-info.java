/// The loop that observes, asks the decision, stores it and carries it out; and the ports it needs.
@NullMarked
package dev.serin.core.engine;

import org.jspecify.annotations.NullMarked;
