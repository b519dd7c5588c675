/// The REST API: what people and programs read of rollouts, and ask of them, over HTTP.
@NullMarked
package dev.serin.server.api;

import org.jspecify.annotations.NullMarked;
