/// What keeps the house in order: arrows between packages, names, sizes, words and links.
@NullMarked
package dev.serin.house;

import org.jspecify.annotations.NullMarked;
