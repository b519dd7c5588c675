/// The dashboard's files, as a server hands them out.
@NullMarked
package dev.serin.dashboard;

import org.jspecify.annotations.NullMarked;
