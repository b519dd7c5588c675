/// What people and scripts see of a rollout that runs: pictures are pure functions of a [Frame].
@NullMarked
package dev.serin.cli.view;

import org.jspecify.annotations.NullMarked;
