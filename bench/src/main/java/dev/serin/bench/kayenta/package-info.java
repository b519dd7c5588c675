/// How much time Kayenta's judge takes here.
@NullMarked
package dev.serin.bench.kayenta;

import org.jspecify.annotations.NullMarked;
