/// Health checks for balancers that make none themselves.
@NullMarked
package dev.serin.routers.health;

import org.jspecify.annotations.NullMarked;
