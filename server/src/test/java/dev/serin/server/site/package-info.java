/// Tests of what runs rollouts in a process.
@NullMarked
package dev.serin.server.site;

import org.jspecify.annotations.NullMarked;
