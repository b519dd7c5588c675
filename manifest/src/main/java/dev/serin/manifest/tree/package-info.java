/// YAML and JSON as a tree that knows where each value stands, within limits that hold for any
/// input.
@NullMarked
package dev.serin.manifest.tree;

import org.jspecify.annotations.NullMarked;
