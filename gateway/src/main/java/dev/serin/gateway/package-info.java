/// Serin's own HTTP gateway: splits traffic between two revisions and measures both sides.
@NullMarked
package dev.serin.gateway;

import org.jspecify.annotations.NullMarked;
