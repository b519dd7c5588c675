/// What a server's answers look like: pictures are pure functions of a [dev.serin.cli.client.Seen].
@NullMarked
package dev.serin.cli.client.show;

import org.jspecify.annotations.NullMarked;
