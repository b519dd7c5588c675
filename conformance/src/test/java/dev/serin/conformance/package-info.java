/// Expected results that others published, run against the code: one class for each vector file.
@NullMarked
package dev.serin.conformance;

import org.jspecify.annotations.NullMarked;
