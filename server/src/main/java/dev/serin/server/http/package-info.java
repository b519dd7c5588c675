/// The web server that all parts share: routes, problem documents, bodies, pages and entity tags.
@NullMarked
package dev.serin.server.http;

import org.jspecify.annotations.NullMarked;
