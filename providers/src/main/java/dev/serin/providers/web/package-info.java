/// Asks any HTTP service that answers JSON or text: [WebProvider].
@NullMarked
package dev.serin.providers.web;

import org.jspecify.annotations.NullMarked;
