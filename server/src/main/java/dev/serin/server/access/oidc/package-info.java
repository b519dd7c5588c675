/// OpenID Connect: whom an identity provider vouches for.
@NullMarked
package dev.serin.server.access.oidc;

import org.jspecify.annotations.NullMarked;
