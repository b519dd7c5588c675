/// Analysis runs: metrics measured on a schedule, and what their measurements say. Pure.
@NullMarked
package dev.serin.core.analysis;

import org.jspecify.annotations.NullMarked;
