/// Advice on manifests that are valid: the classic mistakes of releases, found before one is made.
@NullMarked
package dev.serin.manifest.lint;

import org.jspecify.annotations.NullMarked;
