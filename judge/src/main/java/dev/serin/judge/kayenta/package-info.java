/// Kayenta's judge `NetflixACAJudge-v1.0`: the same classifications, reasons, ratios and scores, to
/// the last bit.
///
/// [NetflixJudge] is the door. The rules are those of spinnaker/kayenta, read in 2026; none of its
/// code is here.
@NullMarked
package dev.serin.judge.kayenta;

import org.jspecify.annotations.NullMarked;
