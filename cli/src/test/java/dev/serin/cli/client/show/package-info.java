/// Tests of what people see.
@org.jspecify.annotations.NullMarked
package dev.serin.cli.client.show;
