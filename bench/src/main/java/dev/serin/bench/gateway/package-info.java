/// The gateway beside nginx and HAProxy: the same split, the same load, in turns.
@NullMarked
package dev.serin.bench.gateway;

import org.jspecify.annotations.NullMarked;
