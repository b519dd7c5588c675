/// Conditions in expr-lang as Argo runs them: parsed, typed, and evaluated within a budget.
@NullMarked
package dev.serin.manifest.condition;

import org.jspecify.annotations.NullMarked;
