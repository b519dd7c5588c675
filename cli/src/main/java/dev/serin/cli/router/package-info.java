/// Which router carries a rollout's users, and the parts that it is made of.
@NullMarked
package dev.serin.cli.router;

import org.jspecify.annotations.NullMarked;
