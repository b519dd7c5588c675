package dev.serin.routers.nginx;

import dev.serin.routers.PoolRouter;

/// Steers one rollout in nginx.
public sealed interface NginxRouter extends PoolRouter permits SwitchRouter, PlainRouter {}
