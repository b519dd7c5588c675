/// Load balancers on other machines: an agent beside each, and its client in the engine.
@NullMarked
package dev.serin.routers.agent;

import org.jspecify.annotations.NullMarked;
