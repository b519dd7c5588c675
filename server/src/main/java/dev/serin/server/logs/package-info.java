/// What a server writes down of its doings, for people and for programs that gather it.
@NullMarked
package dev.serin.server.logs;

import org.jspecify.annotations.NullMarked;
