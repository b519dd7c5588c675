package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.signals.GrpcCode;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import dev.serin.signals.Tally;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of gRPC: their statuses reach clients, and are counted.
@Timeout(30)
final class GrpcTest {
  private static final String TYPE = "application/grpc";

  private static Origin answering(String code) {
    return Http2Origin.replying(
        (frames, head) -> {
          frames.headers(head.stream(), false, ":status", "200", "content-type", TYPE);
          frames.data(head.stream(), false, "\0\0\0\0\2ok");
          frames.headers(head.stream(), true, "grpc-status", code, "grpc-message", "so");
        });
  }

  private static Frames.Response call(Stage stage) throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/shop.Cart/Get", false, "content-type", TYPE, "te", "trailers");
      return client.data(1, true, "\0\0\0\0\2hi").response(1);
    }
  }

  private static Signals.Counts counted(Stage stage) {
    await().until(() -> stage.population(Role.STABLE).recent().requests() == 1);
    return stage.population(Role.STABLE).recent();
  }

  @Test
  void aCallPassesWithItsTrailers() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  assertThat(head.headers().get("te")).hasToString("trailers");
                  Frames.Response request = frames.rest(head);
                  frames.headers(head.stream(), false, ":status", "200", "content-type", TYPE);
                  frames.data(head.stream(), false, request.body());
                  frames.headers(head.stream(), true, "grpc-status", "0");
                });
        Stage stage = Http2Origin.stage(origin)) {
      Frames.Response response = call(stage);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("\0\0\0\0\2hi");
      assertThat(response.trailer("grpc-status")).isEqualTo("0");
    }
  }

  @Test
  void aResponseOfTrailersAloneStaysOneFrame() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) ->
                    frames.headers(
                        head.stream(),
                        true,
                        ":status",
                        "200",
                        "content-type",
                        TYPE,
                        "grpc-status",
                        "5"));
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/shop.Cart/Get", true, "content-type", TYPE);
      Frames.Frame answer = client.on(1);
      assertThat(answer.ends()).isTrue();
      assertThat(answer.headers().get("grpc-status")).hasToString("5");
      assertThat(answer.headers().contains("content-length")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, OK, 0", "1, Canceled, 0", "2, Unknown, 1", "3, InvalidArgument, 0",
    "4, DeadlineExceeded, 1", "5, NotFound, 0", "6, AlreadyExists, 0", "7, PermissionDenied, 0",
    "8, ResourceExhausted, 0", "9, FailedPrecondition, 0", "10, Aborted, 0", "11, OutOfRange, 0",
    "12, Unimplemented, 1", "13, Internal, 1", "14, Unavailable, 1", "15, DataLoss, 1",
    "16, Unauthenticated, 0", "17, Unknown, 1", "-1, Unknown, 1", "x, Unknown, 1"
  })
  void eachCodeIsCountedAndSomeAreFailures(String code, String label, long failures)
      throws Exception {
    try (Origin origin = answering(code);
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(call(stage).trailer("grpc-status")).isEqualTo(code);
      Signals.Counts counts = counted(stage);
      assertThat(counts.byStatus()).containsOnlyKeys(200);
      assertThat(counts.grpcFailures()).isEqualTo(failures);
      assertThat(counts.errorShare()).hasValue((double) failures);
      assertThat(stage.admin("/metrics"))
          .containsPattern("grpc_server_handled_total\\{grpc_code=\"" + label + "\".*\\} 1");
    }
  }

  @Test
  void aResponseWithoutAStatusIsAFailure() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) ->
                    frames.headers(
                        head.stream(), true, ":status", "200", "content-type", TYPE + "+proto"));
        Stage stage = Http2Origin.stage(origin)) {
      call(stage);
      assertThat(counted(stage).grpcFailures()).isEqualTo(1);
    }
  }

  @Test
  void aStatusInTheTrailerOfChunksIsCountedToo() throws IOException {
    try (Origin origin =
            Origin.replying(
                _ ->
                    String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Content-Type: application/grpc",
                        "Transfer-Encoding: chunked",
                        "",
                        "7",
                        "\0\0\0\0\2ok",
                        "0",
                        "Grpc-Status: 14",
                        "",
                        ""));
        Stage stage = Stage.of(origin)) {
      Frames.Response response = call(stage);
      assertThat(response.body()).isEqualTo("\0\0\0\0\2ok");
      assertThat(response.trailer("grpc-status")).isEqualTo("14");
      assertThat(counted(stage).grpcFailures()).isEqualTo(1);
    }
  }

  @Test
  void otherTypesAreNoCalls() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) ->
                    frames.headers(
                        head.stream(),
                        true,
                        ":status",
                        "200",
                        "content-type",
                        "application/grpc-web",
                        "grpc-status",
                        "13"));
        Stage stage = Http2Origin.stage(origin)) {
      call(stage);
      assertThat(counted(stage).grpcFailures()).isZero();
    }
  }

  @Test
  void comparisonsTakeAFailedCallForAFailure() {
    Tally tally = new Tally();
    tally.answered(GrpcCode.NOT_FOUND, 1_000);
    tally.answered(GrpcCode.INTERNAL, 1_000);
    tally.answered(500, 1_000);
    long[] latencies = new long[LatencyBuckets.FINE.count()];
    assertThat(tally.addOutcomesTo(latencies)).isEqualTo(2);
    assertThat(Arrays.stream(latencies).sum()).isEqualTo(3);
  }
}
