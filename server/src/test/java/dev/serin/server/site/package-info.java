/// Tests of what one process runs rollouts with.
@org.jspecify.annotations.NullMarked
package dev.serin.server.site;
