package dev.serin.providers.http;

import java.net.ProxySelector;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Routes by the proxy that Java's system properties name, if any.
///
/// A proxy looks names up by itself, so that for calls through one the reach is checked here, by
/// what this machine makes of the name.
final class Routes extends SystemDefaultRoutePlanner {
  private final Reach reach;

  Routes(Reach reach) {
    super(ProxySelector.getDefault());
    this.reach = reach;
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context)
      throws HttpException {
    @Nullable HttpHost proxy = super.determineProxy(target, context);
    if (proxy != null && !reach.isEverywhere()) {
      try {
        var _ =
            reach.resolve(target.getHostName(), DefaultSchemePortResolver.INSTANCE.resolve(target));
      } catch (UnknownHostException e) {
        throw new HttpException("no way to " + target.getHostName(), e);
      }
    }
    return proxy;
  }
}
