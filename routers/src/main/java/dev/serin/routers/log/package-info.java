/// What routers tell of each request: access logs over syslog.
@NullMarked
package dev.serin.routers.log;

import org.jspecify.annotations.NullMarked;
