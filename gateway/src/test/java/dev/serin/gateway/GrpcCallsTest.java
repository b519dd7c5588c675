package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Routing;
import dev.serin.signals.Role;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gRPC client and a gRPC server of others, with the gateway between them.
@Timeout(30)
final class GrpcCallsTest {
  private static final int LARGE = 3_000_000;

  /// Texts as the bytes of their messages.
  private static final class Texts implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final MethodDescriptor<String, String> ECHO = method("Echo", MethodType.UNARY);
  private static final MethodDescriptor<String, String> FAIL = method("Fail", MethodType.UNARY);
  private static final MethodDescriptor<String, String> HANG = method("Hang", MethodType.UNARY);
  private static final MethodDescriptor<String, String> COUNT =
      method("Count", MethodType.SERVER_STREAMING);
  private static final MethodDescriptor<String, String> TALK =
      method("Talk", MethodType.BIDI_STREAMING);

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder(new Texts(), new Texts())
        .setType(type)
        .setFullMethodName("shop.Cart/" + name)
        .build();
  }

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Server server;
  private Stage stage;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .addService(service())
            .maxInboundMessageSize(2 * LARGE)
            .build()
            .start();
    URI url = URI.create("http://127.0.0.1:" + server.getPort());
    stage =
        Stage.open(
            Stage.OPTIONS,
            new Backend(
                "shop",
                Stage.STABLE,
                List.of(new Backend.Endpoint(url, 1)),
                Backend.HealthCheck.DEFAULT,
                Backend.Protocol.HTTP_2));
    stage.apply(Routing.allTo(Stage.STABLE));
    channel =
        NettyChannelBuilder.forAddress(stage.gateway().address())
            .maxInboundMessageSize(2 * LARGE)
            .usePlaintext()
            .build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    stage.close();
    server.shutdownNow();
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("shop.Cart")
        .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcCallsTest::echo))
        .addMethod(
            FAIL,
            ServerCalls.asyncUnaryCall(
                (why, to) -> to.onError(Status.DATA_LOSS.withDescription(why).asException())))
        .addMethod(HANG, ServerCalls.asyncUnaryCall((_, to) -> hang(to)))
        .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(GrpcCallsTest::count))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcCallsTest::talk))
        .build();
  }

  private static void echo(String text, StreamObserver<String> to) {
    to.onNext(text);
    to.onCompleted();
  }

  private void hang(StreamObserver<String> to) {
    ((ServerCallStreamObserver<String>) to).setOnCancelHandler(cancelled::countDown);
  }

  private static void count(String to, StreamObserver<String> out) {
    for (int i = 0; i < Integer.parseInt(to); i++) {
      out.onNext(Integer.toString(i));
    }
    out.onCompleted();
  }

  private static StreamObserver<String> talk(StreamObserver<String> out) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String text) {
        out.onNext("you said " + text);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        out.onCompleted();
      }
    };
  }

  private String call(MethodDescriptor<String, String> method, String text) {
    return ClientCalls.blockingUnaryCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), text);
  }

  @Test
  void aCallIsAnswered() {
    for (int i = 0; i < 20; i++) {
      assertThat(call(ECHO, "hello " + i)).isEqualTo("hello " + i);
    }
  }

  @Test
  void aLargeMessagePassesBothWays() {
    String large = "x".repeat(LARGE);
    assertThat(call(ECHO, large)).isEqualTo(large);
  }

  @Test
  void aStatusAndItsTextReachTheClientAndAreCounted() {
    assertThatThrownBy(() -> call(FAIL, "all is gone"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("DATA_LOSS: all is gone");
    await().until(() -> stage.population(Role.STABLE).recent().grpcFailures() == 1);
  }

  @Test
  void aMethodThatNobodyHasIsUnimplemented() {
    assertThatThrownBy(() -> call(method("Fly", MethodType.UNARY), ""))
        .hasMessageContaining("UNIMPLEMENTED");
    await().until(() -> stage.population(Role.STABLE).recent().grpcFailures() == 1);
  }

  @Test
  void aServerStreams() {
    Iterator<String> numbers =
        ClientCalls.blockingServerStreamingCall(channel, COUNT, CallOptions.DEFAULT, "5000");
    List<String> seen = new ArrayList<>();
    numbers.forEachRemaining(seen::add);
    assertThat(seen).hasSize(5000).startsWith("0", "1").endsWith("4999");
  }

  @Test
  void bothSidesTalkByTurns() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    StreamObserver<String> out =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(TALK, CallOptions.DEFAULT), into(heard));
    for (int i = 0; i < 100; i++) {
      out.onNext("word " + i);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("you said word " + i);
    }
    out.onCompleted();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("OK");
  }

  private static StreamObserver<String> into(BlockingQueue<String> queue) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String text) {
        queue.add(text);
      }

      @Override
      public void onError(Throwable cause) {
        queue.add(String.valueOf(cause.getMessage()));
      }

      @Override
      public void onCompleted() {
        queue.add("OK");
      }
    };
  }

  @Test
  void aDeadlineEndsTheCallAtBothEnds() throws Exception {
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS);
    assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, HANG, soon, ""))
        .hasMessageContaining("DEADLINE_EXCEEDED");
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCancelledCallIsCancelledAtTheServer() throws Exception {
    var call = channel.newCall(HANG, CallOptions.DEFAULT);
    ClientCalls.asyncUnaryCall(call, "", into(new LinkedBlockingQueue<>()));
    await().until(() -> stage.population(Role.STABLE).inFlight() == 1);
    call.cancel("enough", null);
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    await().until(() -> stage.population(Role.STABLE).recent().clientAborts() == 1);
  }

  @Test
  void aServerThatIsGoneIsUnavailable() {
    server.shutdownNow();
    assertThatThrownBy(() -> call(ECHO, "x")).hasMessageContaining("UNAVAILABLE");
  }
}
