package dev.serin.server.site;

import dev.serin.core.analysis.Secrets;
import dev.serin.providers.http.Reach;
import org.jspecify.annotations.Nullable;

/// What measurements may ask of the world outside.
///
/// @param prometheus the address to ask in place of the manifests'; null for theirs
/// @param reach the addresses that may be asked at all
public record Outside(Secrets secrets, @Nullable String prometheus, Reach reach) {}
