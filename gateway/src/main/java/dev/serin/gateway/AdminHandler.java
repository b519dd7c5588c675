package dev.serin.gateway;

import dev.serin.gateway.proxy.Switchboard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;

/// Serves `/metrics` and `/healthz`, on a listener that clients of the service do not reach.
@ChannelHandler.Sharable
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final MetricsPage metrics;
  private final Switchboard switchboard;

  AdminHandler(MetricsPage metrics, Switchboard switchboard) {
    this.metrics = metrics;
    this.switchboard = switchboard;
  }

  private record Page(HttpResponseStatus status, String type, ByteBuf body) {
    static Page text(HttpResponseStatus status, String body) {
      return new Page(status, TEXT, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    Page page = page(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, page.status(), head ? Unpooled.EMPTY_BUFFER : page.body());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, page.type());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, page.body().readableBytes());
    if (HttpUtil.isKeepAlive(request)) {
      var _ = ctx.writeAndFlush(response);
    } else {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      var _ = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private Page page(FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      return Page.text(HttpResponseStatus.BAD_REQUEST, "the request is malformed\n");
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET is served here\n");
    }
    return switch (new QueryStringDecoder(request.uri()).path()) {
      case "/metrics" ->
          new Page(
              HttpResponseStatus.OK,
              MetricsPage.CONTENT_TYPE,
              Unpooled.wrappedBuffer(metrics.write()));
      case "/healthz" ->
          switchboard.draining()
              ? Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "draining\n")
              : Page.text(HttpResponseStatus.OK, "ok\n");
      default -> Page.text(HttpResponseStatus.NOT_FOUND, "here are /metrics and /healthz\n");
    };
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
