/// Tests of what brings the parts of a run together.
@org.jspecify.annotations.NullMarked
package dev.serin.cli.run;
