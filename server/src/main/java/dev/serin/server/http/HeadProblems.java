package dev.serin.server.http;

import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Problem documents for requests that no handler sees, such as one whose head is malformed.
final class HeadProblems extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.write(true, ByteBuffer.wrap(document(code, message)), callback);
  }

  private static byte[] document(int status, @Nullable String reason) {
    String detail = reason == null ? HttpStatus.forStatus(status).getMessage() : reason;
    return Json.bytes(Problem.of(Math.max(400, status), "malformed-request", detail).document("/"));
  }
}
