/// Manifests as a command line names them: files and folders, and what is wrong with them.
@NullMarked
package dev.serin.cli.manifest;

import org.jspecify.annotations.NullMarked;
