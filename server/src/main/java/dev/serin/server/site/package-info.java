/// The moving parts that carry rollouts in one process: routers, providers and the engine, put
/// together from manifests.
@NullMarked
package dev.serin.server.site;

import org.jspecify.annotations.NullMarked;
