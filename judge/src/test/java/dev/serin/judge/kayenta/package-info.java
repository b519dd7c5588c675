/// Tests of Kayenta's judge; conformance holds those against Kayenta's own results.
@NullMarked
package dev.serin.judge.kayenta;

import org.jspecify.annotations.NullMarked;
