package dev.serin.manifest.condition;

import static dev.serin.manifest.condition.Builtins.builtin;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that encode and decode.
final class CodecFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          builtin("toJSON", a -> GoJson.write(a.run(), a.at(0)), "any -> string"),
          builtin("fromJSON", CodecFunctions::fromJson, "string -> any"),
          builtin("toBase64", CodecFunctions::toBase64, "string -> string"),
          builtin("fromBase64", CodecFunctions::fromBase64, "string -> string"));

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private CodecFunctions() {}

  private static Object toBase64(Arguments arguments) {
    return arguments.made(Base64.getEncoder().encodeToString(arguments.text(0).getBytes(UTF_8)));
  }

  private static Object fromBase64(Arguments arguments) {
    try {
      byte[] decoded = Base64.getDecoder().decode(arguments.text(0));
      return arguments.made(new String(decoded, UTF_8));
    } catch (IllegalArgumentException e) {
      throw new ConditionFault("illegal base64 data: " + e.getMessage());
    }
  }

  private static @Nullable Object fromJson(Arguments arguments) {
    String text = arguments.text(0);
    arguments.run().grow(text.length());
    try {
      Object tree = JSON.readValue(text, Object.class);
      return ResultValues.json(tree);
    } catch (IOException e) {
      throw new ConditionFault(
          "invalid JSON: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
