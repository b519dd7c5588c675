package dev.serin.server.api;

import java.util.function.Supplier;

/// What the server tells of itself.
///
/// @param version of this program
/// @param database where its state is, without a secret
/// @param login how people log in now: `none`, `token` or `oidc`
public record About(String version, String database, Supplier<String> login) {}
