/// Readings from a real web service.
@NullMarked
package dev.serin.providers.web;

import org.jspecify.annotations.NullMarked;
