/// The endpoints of a revision: which one gets the next request, and which are well.
@NullMarked
package dev.serin.gateway.pool;

import org.jspecify.annotations.NullMarked;
