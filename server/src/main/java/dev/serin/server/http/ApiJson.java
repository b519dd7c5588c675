package dev.serin.server.http;

import io.javalin.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/// Lets Javalin's `ctx.json` and `ctx.bodyAsClass` write and read as [Json] does. The signatures
/// are Javalin's.
@SuppressWarnings({"TypeParameterUnusedInFormals", "unchecked"})
final class ApiJson implements JsonMapper {
  @Override
  public String toJsonString(Object value, Type type) {
    return Json.text(value);
  }

  @Override
  public InputStream toJsonStream(Object value, Type type) {
    return new ByteArrayInputStream(Json.bytes(value));
  }

  @Override
  public <T> T fromJsonString(String text, Type type) {
    return (T) Json.value(text, type);
  }

  @Override
  public <T> T fromJsonStream(InputStream bytes, Type type) {
    try {
      return (T) Json.value(new String(bytes.readAllBytes(), StandardCharsets.UTF_8), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
