/// Gates: steps of a rollout that wait for the yes of a webhook.
///
/// [GateProvider] is the entry point.
@NullMarked
package dev.serin.providers.gate;

import org.jspecify.annotations.NullMarked;
