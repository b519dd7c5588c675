/// Reads manifests with all that Serin's own parts say of their settings.
@NullMarked
package dev.serin.server.manifest;

import org.jspecify.annotations.NullMarked;
