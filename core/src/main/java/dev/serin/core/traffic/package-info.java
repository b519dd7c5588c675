/// What a router is asked to do: which share of the traffic, and which requests, go to which
/// revision.
@NullMarked
package dev.serin.core.traffic;

import org.jspecify.annotations.NullMarked;
