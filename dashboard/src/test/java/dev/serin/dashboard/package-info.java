/// Tests of the dashboard's files, and a small server to look at them with.
@NullMarked
package dev.serin.dashboard;

import org.jspecify.annotations.NullMarked;
