package dev.serin.gateway;

import static dev.serin.gateway.Frames.bytes;
import static dev.serin.gateway.Frames.number;
import static dev.serin.gateway.Frames.setting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a client may not do (RFC 9113), and what is done about it: a connection error ends the
/// connection with a GOAWAY, a stream error one stream with a RST_STREAM.
@Timeout(30)
final class Http2RulesTest {
  private static final int PROTOCOL = 1;
  private static final int FLOW_CONTROL = 3;
  private static final int CLOSED = 5;
  private static final int FRAME_SIZE = 6;
  private static final int COMPRESSION = 9;

  private static Origin origin;
  private static Stage stage;

  @BeforeAll
  static void open() {
    origin = Origin.saying("ok");
    stage = Stage.of(origin);
  }

  @AfterAll
  static void close() {
    stage.close();
    origin.close();
  }

  /// What a client does.
  @FunctionalInterface
  interface Deed {
    void by(Frames client) throws IOException;
  }

  /// A deed and the error that it earns.
  record Fault(String rule, int error, Deed deed) {
    @Override
    public String toString() {
      return rule;
    }
  }

  private static Fault fault(String rule, int error, Deed deed) {
    return new Fault(rule, error, deed);
  }

  private static byte[] zeros(int length) {
    return new byte[length];
  }

  static Stream<Fault> connectionErrors() {
    return Stream.of(framing(), identifiers(), settings(), windows(), continuations(), padding())
        .flatMap(faults -> faults);
  }

  private static Stream<Fault> framing() {
    return Stream.of(
        fault("4.2 a frame that is too large", FRAME_SIZE, c -> c.send(0, 0, 1, zeros(16_385))),
        fault(
            "4.3 fields that are not packed",
            COMPRESSION,
            c -> c.send(1, 5, 1, bytes(0xff, 0x80, 0x80, 0x80, 0x80, 0x80))),
        fault("4.3 an index out of range", COMPRESSION, c -> c.send(1, 5, 1, bytes(0xfe))),
        fault(
            "6.3 a priority of its own stream, with a head",
            PROTOCOL,
            c -> c.send(1, 0x25, 1, bytes(0, 0, 0, 1, 5))),
        fault(
            "6.4 a reset of a wrong length",
            FRAME_SIZE,
            c -> c.get(1, "/").send(3, 0, 1, zeros(5))),
        fault("6.5 settings of a wrong length", FRAME_SIZE, c -> c.send(4, 0, 0, zeros(5))),
        fault("6.5 an acknowledgement with settings", FRAME_SIZE, c -> c.send(4, 1, 0, zeros(6))),
        fault("6.6 a client that pushes", PROTOCOL, c -> c.get(1, "/").send(5, 4, 1, number(2))),
        fault("6.7 a ping of a wrong length", FRAME_SIZE, c -> c.send(6, 0, 0, zeros(7))),
        fault("6.8 a goodbye of a wrong length", FRAME_SIZE, c -> c.send(7, 0, 0, zeros(7))),
        fault("6.9 a window of a wrong length", FRAME_SIZE, c -> c.send(8, 0, 0, zeros(3))));
  }

  private static Stream<Fault> identifiers() {
    return Stream.of(
        fault("5.1 data on an idle stream", PROTOCOL, c -> c.data(1, true, "x")),
        fault("5.1 a reset of an idle stream", PROTOCOL, c -> c.send(3, 0, 1, number(8))),
        fault("5.1 a window of an idle stream", PROTOCOL, c -> c.send(8, 0, 1, number(1))),
        fault("5.1.1 an even stream", PROTOCOL, c -> c.get(2, "/")),
        fault("6.1 data without a stream", PROTOCOL, c -> c.data(0, true, "x")),
        fault("6.2 a head without a stream", PROTOCOL, c -> c.get(0, "/")),
        fault("6.3 a priority without a stream", PROTOCOL, c -> c.send(2, 0, 0, zeros(5))),
        fault("6.4 a reset without a stream", PROTOCOL, c -> c.send(3, 0, 0, number(8))),
        fault("6.5 settings of a stream", PROTOCOL, c -> c.send(4, 0, 1)),
        fault("6.7 a ping of a stream", PROTOCOL, c -> c.send(6, 0, 1, zeros(8))),
        fault("6.8 a goodbye of a stream", PROTOCOL, c -> c.send(7, 0, 1, zeros(8))));
  }

  private static Stream<Fault> settings() {
    return Stream.of(
        fault(
            "6.5.2 a push that is neither on nor off",
            PROTOCOL,
            c -> c.send(4, 0, 0, setting(2, 2))),
        fault(
            "6.5.2 a window above the largest",
            FLOW_CONTROL,
            c -> c.send(4, 0, 0, setting(4, 0x8000_0000))),
        fault(
            "6.5.2 a frame size below the least",
            PROTOCOL,
            c -> c.send(4, 0, 0, setting(5, 16_383))),
        fault(
            "6.5.2 a frame size above the largest",
            PROTOCOL,
            c -> c.send(4, 0, 0, setting(5, 0x100_0000))));
  }

  private static Stream<Fault> windows() {
    return Stream.of(
        fault(
            "6.9 a connection's window that grows by nothing",
            PROTOCOL,
            c -> c.send(8, 0, 0, number(0))),
        fault(
            "6.9.1 a connection's window above the largest",
            FLOW_CONTROL,
            c -> c.send(8, 0, 0, number(0x7fff_ffff))));
  }

  private static Stream<Fault> continuations() {
    return Stream.of(
        fault("6.10 a continuation of nothing", PROTOCOL, c -> c.send(9, 4, 1)),
        fault("6.10 a continuation behind the end", PROTOCOL, c -> c.get(1, "/").send(9, 4, 1)),
        fault(
            "6.10 a continuation of another stream", PROTOCOL, c -> c.send(1, 0, 1).send(9, 4, 3)),
        fault(
            "6.2 a frame between a head and its rest",
            PROTOCOL,
            c -> c.send(1, 0, 1).send(6, 0, 0, zeros(8))),
        fault("6.2 an unknown frame in there", PROTOCOL, c -> c.send(1, 0, 1).send(99, 0, 1)),
        fault("6.2 a head in there", PROTOCOL, c -> c.send(1, 0, 1).send(1, 5, 3)));
  }

  private static Stream<Fault> padding() {
    return Stream.of(
        fault(
            "6.1 padding longer than its frame",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false).send(0, 8, 1, bytes(5, 0))),
        fault(
            "6.2 padding longer than its head", PROTOCOL, c -> c.send(1, 0xd, 1, bytes(9, 0x82))));
  }

  @ParameterizedTest
  @MethodSource("connectionErrors")
  void theConnectionEnds(Fault fault) throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      fault.deed().by(client);
      assertThat(client.end().error()).isEqualTo(fault.error());
    }
  }

  static Stream<Fault> streamErrors() {
    return Stream.of(states(), lengths(), names(), values(), pseudoFields(), requests())
        .flatMap(faults -> faults);
  }

  private static Stream<Fault> states() {
    return Stream.of(
        fault("5.1 data behind the end", CLOSED, c -> c.get(1, "/").data(1, false, "x")),
        fault("6.3 a priority of a wrong length", FRAME_SIZE, c -> c.send(2, 0, 1, zeros(4))),
        fault(
            "6.3 a stream that depends on itself",
            PROTOCOL,
            c -> c.send(2, 0, 1, bytes(0, 0, 0, 1, 5))),
        fault(
            "6.9 a window that grows by nothing",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false).send(8, 0, 1, number(0))),
        fault(
            "6.9.1 a window above the largest",
            FLOW_CONTROL,
            c -> c.request(1, "POST", "/", false).send(8, 0, 1, number(0x7fff_ffff))),
        fault(
            "8.1 a second head that is no trailer",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false).headers(1, false, "x", "y")));
  }

  private static Stream<Fault> lengths() {
    return Stream.of(
        fault(
            "8.1.1 more data than its length",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false, "content-length", "2").data(1, true, "abc")),
        fault(
            "8.1.1 less data than its length",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false, "content-length", "9").data(1, true, "abc")),
        fault("8.1.1 a length without data", PROTOCOL, c -> c.get(1, "/", "content-length", "9")),
        fault(
            "8.1.1 two lengths",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false, "content-length", "3", "content-length", "4")),
        fault(
            "8.1.1 a length that is no number",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false, "content-length", "x")),
        fault(
            "8.1.1 a negative length",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false, "content-length", "-1")));
  }

  private static Fault field(String rule, String name, String value) {
    return fault(rule, PROTOCOL, c -> c.get(1, "/", name, value));
  }

  private static Stream<Fault> names() {
    return Stream.of(
        field("8.2.1 upper case in a name", "X-Color", "blue"),
        field("8.2.1 a space in a name", "x color", "blue"),
        field("8.2.1 a colon in a name", "x:color", "blue"),
        field("8.2.1 a line feed in a name", "x\ncolor", "blue"),
        field("8.2.1 no name", "", "blue"),
        field("8.2.2 connection", "connection", "close"),
        field("8.2.2 keep-alive", "keep-alive", "timeout=5"),
        field("8.2.2 proxy-connection", "proxy-connection", "close"),
        field("8.2.2 transfer-encoding", "transfer-encoding", "chunked"),
        field("8.2.2 upgrade", "upgrade", "websocket"),
        field("8.2.2 te other than trailers", "te", "gzip"),
        field("8.2.2 te with more than trailers", "te", "trailers, gzip"));
  }

  private static Stream<Fault> values() {
    return Stream.of(
        field("8.2.1 a carriage return in a value", "x", "a\rb"),
        field("8.2.1 a line feed in a value", "x", "a\nb"),
        field("8.2.1 a line break in a value", "x", "a\r\nhost: evil"),
        field("8.2.1 a zero in a value", "x", "a\0b"),
        field("8.2.1 a value that begins with a space", "x", " a"),
        field("8.2.1 a value that ends with a tab", "x", "a\t"),
        fault("8.2.1 a line break in a path", PROTOCOL, c -> c.get(1, "/ HTTP/1.1\r\nx: y")),
        fault("8.2.1 a space in a path", PROTOCOL, c -> c.get(1, "/a b")),
        fault("8.2.1 a space in a method", PROTOCOL, c -> c.request(1, "GET /x", "/", true)));
  }

  private static Fault head(String rule, String... fields) {
    return fault(rule, PROTOCOL, c -> c.headers(1, true, fields));
  }

  private static Stream<Fault> pseudoFields() {
    return Stream.of(
        head(
            "8.3 an unknown one",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "/",
            ":authority",
            "shop",
            ":color",
            "blue"),
        head(
            "8.3 one of a response",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "/",
            ":authority",
            "shop",
            ":status",
            "200"),
        fault("8.3 one behind a field", PROTOCOL, c -> c.send(1, 5, 1, behindAField())),
        head(
            "8.3.1 two methods",
            ":method",
            "GET",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "/",
            ":authority",
            "shop"),
        head(
            "8.3.1 two paths",
            ":method",
            "GET",
            ":path",
            "/",
            ":scheme",
            "http",
            ":path",
            "/",
            ":authority",
            "shop"),
        head("8.3.1 no method", ":scheme", "http", ":path", "/", ":authority", "shop"),
        head("8.3.1 no scheme", ":method", "GET", ":path", "/", ":authority", "shop"),
        head("8.3.1 no path", ":method", "GET", ":scheme", "http", ":authority", "shop"),
        head(
            "8.3.1 an empty path",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "",
            ":authority",
            "shop"),
        head("8.3.1 nobody who is asked", ":method", "GET", ":scheme", "http", ":path", "/"),
        head("8.3 only those of a response", ":status", "200"),
        head(
            "RFC 8441 a protocol that was not offered",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "/",
            ":authority",
            "shop",
            ":protocol",
            "websocket"),
        fault(
            "8.1 one in a trailer",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false).headers(1, true, ":path", "/")),
        fault(
            "8.2.1 a line break in a trailer",
            PROTOCOL,
            c -> c.request(1, "POST", "/", false).headers(1, true, "x", "a\r\nb: c")));
  }

  /// GET and http, then a field, then the path and whom it asks.
  private static byte[] behindAField() {
    return bytes(0x82, 0x86, 0, 1, 'x', 1, 'y', 0x84, 0x41, 4, 's', 'h', 'o', 'p');
  }

  private static Stream<Fault> requests() {
    return Stream.of(
        field("8.3.1 a Host that is another", "host", "evil"),
        fault("8.3.1 two Hosts", PROTOCOL, c -> c.get(1, "/", "host", "shop", "host", "shop")),
        fault("8.3.1 a path without a slash", PROTOCOL, c -> c.get(1, "cart")),
        fault("8.3.1 an absolute path", PROTOCOL, c -> c.get(1, "http://evil/")),
        head(
            "8.3.1 another scheme",
            ":method",
            "GET",
            ":scheme",
            "ftp",
            ":path",
            "/",
            ":authority",
            "shop"));
  }

  @ParameterizedTest
  @MethodSource("streamErrors")
  void theStreamIsResetAndOthersGoOn(Fault fault) throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      fault.deed().by(client);
      assertThat(client.await(Frames.RST_STREAM))
          .satisfies(reset -> assertThat(reset.stream()).isEqualTo(1))
          .satisfies(reset -> assertThat(reset.error()).isEqualTo(fault.error()));
      assertThat(client.get(3, "/").response(3).body()).isEqualTo("ok");
    }
  }

  /// A request that is understood and refused.
  record Refusal(String rule, int status, Deed deed) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(
            "8.5 CONNECT",
            501,
            c -> c.headers(1, false, ":method", "CONNECT", ":authority", "shop:80")),
        new Refusal(
            "RFC 8441 CONNECT to a protocol",
            501,
            c ->
                c.headers(
                    1,
                    false,
                    ":method",
                    "CONNECT",
                    ":scheme",
                    "http",
                    ":path",
                    "/",
                    ":authority",
                    "shop",
                    ":protocol",
                    "websocket")),
        new Refusal("an asterisk for GET", 400, c -> c.get(1, "*")),
        new Refusal(
            "8.3.1 a user in the authority",
            400,
            c ->
                c.headers(
                    1,
                    true,
                    ":method",
                    "GET",
                    ":scheme",
                    "http",
                    ":path",
                    "/",
                    ":authority",
                    "me@shop")),
        new Refusal(
            "an underscore that others read as a hyphen",
            400,
            c -> c.get(1, "/", "content_length", "5")),
        new Refusal("a path with a fragment", 400, c -> c.get(1, "/#x")),
        new Refusal(
            "an expectation that nobody knows", 417, c -> c.get(1, "/", "expect", "wonders")),
        new Refusal("TRACE", 405, c -> c.request(1, "TRACE", "/", true)),
        new Refusal(
            "6.5.2 a head that is too large", 431, c -> c.get(1, "/", "x", "y".repeat(33_000))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void theRequestIsRefusedAndOthersGoOn(Refusal refusal) throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      refusal.deed().by(client);
      Frames.Frame answer = client.on(1);
      assertThat(answer.status()).isEqualTo(Integer.toString(refusal.status()));
      assertThat(client.get(3, "/").response(3).body()).isEqualTo("ok");
    }
  }

  /// What a client may do.
  record Right(String rule, Deed deed) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Right> rights() {
    return Stream.of(
        new Right(
            "4.1 an unknown frame", c -> c.send(99, 0xff, 0, zeros(9)).send(99, 0, 7, zeros(9))),
        new Right("4.1 an unknown flag", c -> c.send(4, 0xf0, 0)),
        new Right("5.3 a priority of an idle stream", c -> c.send(2, 0, 9, bytes(0, 0, 0, 0, 5))),
        new Right("6.5.2 an unknown setting", c -> c.send(4, 0, 0, setting(99, 7))),
        new Right(
            "6.5.2 no push, one stream, a large table",
            c ->
                c.send(4, 0, 0, setting(2, 0))
                    .send(4, 0, 0, setting(3, 1))
                    .send(4, 0, 0, setting(1, 65_536))),
        new Right("6.7 a ping", c -> c.send(6, 0, 0, zeros(8))),
        new Right("6.7 an answer to no ping", c -> c.send(6, 1, 0, zeros(8))),
        new Right(
            "6.4 a reset of a closed stream",
            c -> {
              c.get(1, "/").response(1);
              c.send(3, 0, 1, number(8)).send(3, 0, 1, number(8));
            }),
        new Right(
            "6.9 a window of a closed stream",
            c -> {
              c.get(1, "/").response(1);
              c.send(8, 0, 1, number(10));
            }),
        new Right("5.1.1 streams left out", c -> c.get(101, "/").response(101)));
  }

  @ParameterizedTest
  @MethodSource("rights")
  void theConnectionGoesOn(Right right) throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      right.deed().by(client);
      assertThat(client.get(201, "/").response(201).body()).isEqualTo("ok");
    }
  }

  @Test
  void settingsComeFirstAndAreAcknowledged() throws IOException {
    try (Frames client = Frames.to(stage.gateway().address()).silent()) {
      Frames.Frame first = client.next();
      assertThat(first.type()).isEqualTo(Frames.SETTINGS);
      assertThat(first.acknowledges()).isFalse();
      assertThat(first.payload().readableBytes()).isEqualTo(12);
      assertThat(first.payload().getShort(0)).isEqualTo((short) 3);
      assertThat(first.number(2)).isEqualTo(100);
      assertThat(first.payload().getShort(6)).isEqualTo((short) 6);
      assertThat(first.number(8)).isEqualTo(32 * 1024);
      assertThat(client.await(Frames.SETTINGS).acknowledges()).isTrue();
    }
  }

  @Test
  void aPingIsAnsweredWithItsContent() throws IOException {
    try (Frames client = Frames.to(stage.gateway().address()).silent()) {
      client.send(Frames.PING, 0, 0, bytes(1, 2, 3, 4, 5, 6, 7, 8));
      Frames.Frame answer = client.await(Frames.PING);
      assertThat(answer.acknowledges()).isTrue();
      assertThat(answer.payload().getLong(0)).isEqualTo(0x0102_0304_0506_0708L);
    }
  }

  @Test
  void aWrongPrefaceEndsTheConnection() throws IOException {
    try (Wire client = stage.connect()) {
      client.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
      assertThat(new Frames(client).end().error()).isEqualTo(PROTOCOL);
    }
  }

  @Test
  void aPrefaceWithoutSettingsEndsTheConnection() throws IOException {
    try (Wire client = stage.connect()) {
      client.send(Frames.PREFACE).send(Frames.frame(Frames.PING, 0, 0, zeros(8)));
      assertThat(new Frames(client).end().error()).isEqualTo(PROTOCOL);
    }
  }

  @Test
  void aPrefaceBehindARequestIsRefused() throws IOException {
    try (Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(client.receive().body()).isEqualTo("ok");
      client.send(Frames.PREFACE);
      assertThat(client.receive().status()).isEqualTo(505);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aPrefaceMayComeInPieces() throws IOException {
    try (Wire client = stage.connect()) {
      for (char c : Frames.PREFACE.toCharArray()) {
        client.send(String.valueOf(c));
      }
      Frames frames = new Frames(client).send(Frames.SETTINGS, 0, 0);
      assertThat(frames.get(1, "/").response(1).body()).isEqualTo("ok");
    }
  }

  @Test
  void anUpgradeToHttp2IsNotOffered() throws IOException {
    try (Wire client = stage.connect()) {
      client.lines(
          "GET / HTTP/1.1",
          "Host: shop",
          "Connection: Upgrade, HTTP2-Settings",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABkAAQAAP__");
      assertThat(client.receive().status()).isEqualTo(200);
      client.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(client.receive().body()).isEqualTo("ok");
    }
  }

  @Test
  void aHeadMayComeInContinuations() throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      byte[] block =
          client.block(
              ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "shop", "x", "y");
      int half = block.length / 2;
      client.send(Frames.HEADERS, Frames.END_STREAM, 1, Arrays.copyOf(block, half));
      client.send(Frames.CONTINUATION, 0, 1);
      client.send(
          Frames.CONTINUATION,
          Frames.END_HEADERS,
          1,
          Arrays.copyOfRange(block, half, block.length));
      assertThat(client.response(1).body()).isEqualTo("ok");
    }
  }

  @Test
  void moreStreamsThanAllowedAreRefused() throws IOException {
    try (Origin silent = Origin.scripted(wire -> wire.in().readAllBytes());
        Stage waiting = Stage.of(silent);
        Frames client = Frames.to(waiting.gateway().address())) {
      for (int i = 0; i <= 100; i++) {
        client.get(2 * i + 1, "/");
      }
      Frames.Frame reset = client.await(Frames.RST_STREAM);
      assertThat(reset.stream()).isEqualTo(201);
      assertThat(reset.error()).isEqualTo(7);
    }
  }
}
