package dev.serin.providers.http;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.util.TimeValue;

/// Asks again, once, when a server closed an idle connection just as a request that may be repeated
/// was sent on it. What a server answers is never asked for again.
final class Again extends DefaultHttpRequestRetryStrategy {
  Again() {
    super(
        1,
        TimeValue.ZERO_MILLISECONDS,
        List.of(
            Failure.TooLong.class,
            InterruptedIOException.class,
            UnknownHostException.class,
            ConnectException.class,
            NoRouteToHostException.class,
            SSLException.class),
        List.of());
  }
}
