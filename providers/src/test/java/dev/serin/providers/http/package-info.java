/// HTTP calls against real servers, and the servers that tests of providers share.
@NullMarked
package dev.serin.providers.http;

import org.jspecify.annotations.NullMarked;
