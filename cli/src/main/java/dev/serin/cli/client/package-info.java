/// A server as the command line reaches it: which one, with which token, and what it answers.
@NullMarked
package dev.serin.cli.client;

import org.jspecify.annotations.NullMarked;
