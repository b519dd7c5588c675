package dev.serin.routers.agent;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/// Takes letters of one connection to the desk, one after the other.
final class Letterbox extends SimpleChannelInboundHandler<FullHttpRequest> {
  /// Where letters are sent.
  static final String PATH = "/serin";

  private final Desk desk;
  private final ExecutorService threads;

  Letterbox(Desk desk, ExecutorService threads) {
    this.desk = desk;
    this.threads = threads;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST);
    } else if (!request.uri().equals(PATH)) {
      refuse(ctx, HttpResponseStatus.NOT_FOUND);
    } else if (!request.method().equals(HttpMethod.POST)) {
      refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED);
    } else {
      answer(ctx, ByteBufUtil.getBytes(request.content()));
    }
  }

  /// A balancer may take its time, so it is asked on a thread of its own; the next letter waits.
  private void answer(ChannelHandlerContext ctx, byte[] letter) {
    ctx.channel().config().setAutoRead(false);
    var _ =
        CompletableFuture.supplyAsync(() -> Wire.write(desk.answer(letter)), threads)
            .exceptionally(
                failure ->
                    Wire.write(new Answer.Refused("the agent failed: " + failure.getMessage())))
            .thenAcceptAsync(
                answer -> {
                  send(ctx, HttpResponseStatus.OK, answer);
                  ctx.channel().config().setAutoRead(true);
                },
                ctx.executor());
  }

  private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
    send(ctx, status, Wire.write(new Answer.Refused("letters go to POST " + PATH)));
  }

  private static void send(ChannelHandlerContext ctx, HttpResponseStatus status, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    var _ = ctx.writeAndFlush(response);
  }

  /// Whoever has no certificate, or speaks something else, is left.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
