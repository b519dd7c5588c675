/// Tests of analysis runs beyond what the reference's vectors cover.
@NullMarked
package dev.serin.core.analysis;

import org.jspecify.annotations.NullMarked;
