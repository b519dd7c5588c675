/// What people and programs do with the rollouts of a server, by whatever way they come.
@NullMarked
package dev.serin.server.rollouts;

import org.jspecify.annotations.NullMarked;
