@NullMarked
package dev.serin.server.api;

import org.jspecify.annotations.NullMarked;
