package dev.serin.routers.haproxy;

import dev.serin.routers.PoolRouter;

/// Steers one rollout in HAProxy over its runtime API: no reload for a weight, and nothing that
/// runs beside it.
///
/// [#observe] reads HAProxy itself, so that a change by hand is seen at the next look. A HAProxy
/// that was reloaded and lost something is put back without a word. It may be used by many threads.
public sealed interface HaproxyRouter extends PoolRouter permits MapRouter, WeightRouter {}
