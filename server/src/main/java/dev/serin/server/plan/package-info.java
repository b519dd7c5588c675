/// What a canary's plan can see, how long that takes, and what it puts at risk.
@NullMarked
package dev.serin.server.plan;

import org.jspecify.annotations.NullMarked;
