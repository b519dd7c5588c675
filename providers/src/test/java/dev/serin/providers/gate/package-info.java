@NullMarked
package dev.serin.providers.gate;

import org.jspecify.annotations.NullMarked;
