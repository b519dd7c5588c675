/// The dashboard's pages and files over HTTP.
@NullMarked
package dev.serin.server.dashboard;

import org.jspecify.annotations.NullMarked;
