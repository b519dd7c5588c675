package dev.serin.core.analysis;

import java.util.Map;

/// Which metric provider answers, and what it is asked.
///
/// @param kind the word in the manifest: `prometheus`, `web`, `job`, ..., or a plugin's name such
/// as
///     `serin/gateway`
/// @param settings what stands under that word: a tree of maps, lists, strings, numbers and
/// booleans
public record ProviderConfig(String kind, Map<String, Object> settings) {}
