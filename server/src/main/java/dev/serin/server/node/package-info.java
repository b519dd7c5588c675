/// Runs many rollouts in one process, and shares them with other processes by leases.
@NullMarked
package dev.serin.server.node;

import org.jspecify.annotations.NullMarked;
