/// What fields a manifest may have: tables, each field spelled once, and the check against them.
@NullMarked
package dev.serin.manifest.schema;

import org.jspecify.annotations.NullMarked;
