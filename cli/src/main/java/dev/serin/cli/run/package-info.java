/// Brings the parts of a run together: manifests, backends, gateway, store, engine and view.
@NullMarked
package dev.serin.cli.run;

import org.jspecify.annotations.NullMarked;
