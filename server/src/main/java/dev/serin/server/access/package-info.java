/// Who may do what: tokens, OpenID Connect, sessions, limits, and the audit trail.
@NullMarked
package dev.serin.server.access;

import org.jspecify.annotations.NullMarked;
