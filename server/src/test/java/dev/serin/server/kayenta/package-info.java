@NullMarked
package dev.serin.server.kayenta;

import org.jspecify.annotations.NullMarked;
