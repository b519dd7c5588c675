/// Who a request comes from, and what backends are told of it.
@NullMarked
package dev.serin.gateway.client;

import org.jspecify.annotations.NullMarked;
