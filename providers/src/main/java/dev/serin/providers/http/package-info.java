/// What all providers share: HTTP calls with credentials, trust, a deadline and a size limit.
///
/// [HttpCaller] is the entry point; [Settings] reads what a manifest wrote.
@NullMarked
package dev.serin.providers.http;

import org.jspecify.annotations.NullMarked;
