/// What a rollout is and what it does next: data, and one pure function.
@NullMarked
package dev.serin.core.rollout;

import org.jspecify.annotations.NullMarked;
