/// `serin judge`: data from files or Prometheus, Kayenta's judgement, and how it is shown.
@NullMarked
package dev.serin.cli.judge;

import org.jspecify.annotations.NullMarked;
