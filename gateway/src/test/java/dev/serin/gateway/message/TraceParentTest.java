package dev.serin.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private static String traceId(String... values) {
    StringBuilder text = new StringBuilder();
    for (String value : values) {
      text.append("TraceParent: ").append(value).append("\r\n");
    }
    byte[] bytes = Ascii.bytes(text.append("\r\n").toString());
    HeaderLines lines = new HeaderLines();
    assertThat(lines.read(bytes, 0, bytes.length, 100)).isNull();
    int at = TraceParent.traceId(lines);
    return at < 0 ? "" : new String(bytes, at, TraceParent.ID_LENGTH, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-I-P-01", "00-I-P-00", "00-I-P-ff", "01-I-P-01", "cc-I-P-01-more"})
  void aValidOneNamesItsTrace(String value) {
    assertThat(traceId(value.replace("I", ID).replace("P", PARENT))).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-I-P-01",
        "00-I-P-01-more",
        "00-I-P-01x",
        "cc-I-P-01more",
        "00-I-P-0",
        "00-I-P-0X",
        "0X-I-P-01",
        "00_I-P-01",
        "00-00000000000000000000000000000000-P-01",
        "00-I-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-P-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-P-011"
      })
  void whatIsMalformedNamesNone(String value) {
    assertThat(traceId(value.replace("I", ID).replace("P", PARENT))).isEmpty();
  }

  @Test
  void twoOfThemNameNone() {
    String one = "00-" + ID + "-" + PARENT + "-01";
    assertThat(traceId(one)).isEqualTo(ID);
    assertThat(traceId(one, one)).isEmpty();
    assertThat(traceId()).isEmpty();
  }
}
