/// The durable store: an SQLite file in a folder or a PostgreSQL database, shared by processes.
@NullMarked
package dev.serin.server.store;

import org.jspecify.annotations.NullMarked;
