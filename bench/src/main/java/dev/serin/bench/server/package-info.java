/// Measures a server with very many rollouts.
@NullMarked
package dev.serin.bench.server;

import org.jspecify.annotations.NullMarked;
