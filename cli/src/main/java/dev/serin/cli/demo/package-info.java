/// What `serin demo` needs beside the run itself: small services, a load, a manifest, and the plot.
@NullMarked
package dev.serin.cli.demo;

import org.jspecify.annotations.NullMarked;
