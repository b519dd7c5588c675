/// The durable store: one SQLite file in a folder, shared by several processes.
@NullMarked
package dev.serin.server.store;

import org.jspecify.annotations.NullMarked;
