/// Which router carries a rollout's users, and the parts that it is made of.
@NullMarked
package dev.serin.server.router;

import org.jspecify.annotations.NullMarked;
