/// What a gateway can be told beside what it routes.
@NullMarked
package dev.serin.gateway.settings;

import org.jspecify.annotations.NullMarked;
