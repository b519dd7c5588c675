@NullMarked
package dev.serin.server.node;

import org.jspecify.annotations.NullMarked;
