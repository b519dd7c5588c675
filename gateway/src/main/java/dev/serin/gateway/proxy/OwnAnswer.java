package dev.serin.gateway.proxy;

import dev.serin.gateway.message.Fault;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.route.Directory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A response that the gateway gives by itself; a header and its text say so.
///
/// @param status 400 to 599
/// @param why a short sentence
public record OwnAnswer(int status, String why) {
  /// To a client that begins a request and does not go on.
  public static final OwnAnswer LATE_HEAD =
      new OwnAnswer(408, "the head of the request did not come in time");

  private static final int LONGEST = 100;
  private static final String ALLOW = "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n";

  public static OwnAnswer of(Fault fault) {
    return new OwnAnswer(fault.status(), "the request has " + fault.why());
  }

  /// Nobody is served where the request asks.
  ///
  /// @param listing whose rollout has no routing yet; null when there is none
  public static OwnAnswer unserved(RequestHead head, Directory.@Nullable Listing listing) {
    return listing == null
        ? new OwnAnswer(404, "no rollout is served at " + shown(head.host() + head.path()))
        : new OwnAnswer(503, "rollout " + listing.rollout() + " has no routing yet");
  }

  public ByteBuf write(ByteBufAllocator allocator, boolean toHead, boolean keepAlive) {
    String line = oneLine(why);
    byte[] text = ("serin gateway: " + line + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d %s\r\nX-Serin-Error: %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n%s%s\r\n"
            .formatted(
                status,
                HttpResponseStatus.valueOf(status).reasonPhrase(),
                line,
                text.length,
                status == 405 ? ALLOW : "",
                keepAlive ? "" : "Connection: close\r\n");
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = allocator.buffer(bytes.length + text.length).writeBytes(bytes);
    return toHead ? out : out.writeBytes(text);
  }

  private static String shown(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
