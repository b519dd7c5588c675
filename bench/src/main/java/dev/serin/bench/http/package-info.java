/// Real servers and real load on the loopback interface, and figures of both.
@NullMarked
package dev.serin.bench.http;

import org.jspecify.annotations.NullMarked;
