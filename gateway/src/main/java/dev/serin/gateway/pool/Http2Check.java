package dev.serin.gateway.pool;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;

/// What a check of an endpoint that speaks HTTP/2 needs: one request on a connection of its own.
final class Http2Check {
  private static final int LARGEST_ANSWER = 1024 * 1024;

  private Http2Check() {}

  /// Makes frames of a request, and a response of frames.
  static ChannelHandler translator() {
    Http2Connection connection = new DefaultHttp2Connection(false);
    return new HttpToHttp2ConnectionHandlerBuilder()
        .connection(connection)
        .frameListener(
            new InboundHttp2ToHttpAdapterBuilder(connection)
                .maxContentLength(LARGEST_ANSWER)
                .build())
        .decoupleCloseAndGoAway(true)
        .build();
  }

  static FullHttpRequest request(LiveEndpoint endpoint) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, endpoint.check().path());
    request
        .headers()
        .set(HttpHeaderNames.HOST, endpoint.authority())
        .set(HttpHeaderNames.USER_AGENT, "serin-health")
        .set(HttpConversionUtil.ExtensionHeaderNames.SCHEME.text(), "http");
    return request;
  }
}
