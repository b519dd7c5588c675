/// What a rollout does next, shown by tables, scenarios and random walks.
@NullMarked
package dev.serin.core.rollout;

import org.jspecify.annotations.NullMarked;
