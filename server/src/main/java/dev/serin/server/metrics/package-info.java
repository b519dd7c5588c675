/// What the server tells of itself: its metrics, and whether it is alive and ready.
@NullMarked
package dev.serin.server.metrics;

import org.jspecify.annotations.NullMarked;
