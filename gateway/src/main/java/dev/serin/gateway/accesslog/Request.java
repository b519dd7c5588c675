package dev.serin.gateway.accesslog;

import dev.serin.gateway.message.RequestHead;
import org.jspecify.annotations.Nullable;

/// What is known of a request when it begins.
///
/// @param client the client's address
/// @param protocol that the client speaks, such as `HTTP/1.1`
/// @param head null when it could not be read
/// @param population null when it belongs to none
public record Request(
    String client, String protocol, @Nullable RequestHead head, @Nullable Population population) {}
