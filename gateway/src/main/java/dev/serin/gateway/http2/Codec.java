package dev.serin.gateway.http2;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/// Sets up Netty's codec for one connection.
final class Codec extends AbstractHttp2ConnectionHandlerBuilder<FrameHandler, Codec> {
  /// How many streams a client may reset in [#SECONDS]. What a reset stream has begun must be
  /// undone, which costs more than to ask for it (CVE-2023-44487).
  static final int RESETS = 500;

  private static final int SECONDS = 10;

  /// Answers to pings and settings that may wait to leave.
  private static final int CONTROL_FRAMES = 1000;

  /// Frames without a payload in one body or one header section.
  private static final int EMPTY_FRAMES = 10;

  private final FrameHandler.Ends ends;

  private Codec(boolean server, Http2EventAdapter listener, FrameHandler.Ends ends) {
    this.ends = ends;
    DefaultHttp2Connection connection = new DefaultHttp2Connection(server, 0);
    // First of the listeners: a stream that is closed must not be written to.
    connection.addListener(listener);
    connection
        .remote()
        .flowController(
            // Streams are served in turn: priorities are deprecated (RFC 9113 section 5.3).
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    connection(connection);
    frameListener(listener);
    validateHeaders(true);
    validateRequiredPseudoHeaders(true);
    encoderEnforceMaxQueuedControlFrames(CONTROL_FRAMES);
    decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_FRAMES);
    decoderEnforceMaxSmallContinuationFrames(EMPTY_FRAMES);
    decoderEnforceMaxRstFramesPerWindow(server ? RESETS : 0, SECONDS);
    // Ours are counted by the guard: those for a backend's failure are no fault of the client.
    encoderEnforceMaxRstFramesPerWindow(0, SECONDS);
  }

  /// The gateway's end of a client's connection.
  ///
  /// @param headBytes of a header section, uncompressed
  static FrameHandler server(Http2EventAdapter listener, FrameHandler.Ends ends, int headBytes) {
    return new Codec(true, listener, ends)
        .initialSettings(
            new Http2Settings().maxConcurrentStreams(ends.streams()).maxHeaderListSize(headBytes))
        .build();
  }

  /// The gateway's end of a connection to an endpoint.
  static FrameHandler client(Http2EventAdapter listener, FrameHandler.Ends ends, int headBytes) {
    return new Codec(false, listener, ends)
        .initialSettings(new Http2Settings().pushEnabled(false).maxHeaderListSize(headBytes))
        .build();
  }

  @Override
  protected FrameHandler build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return new FrameHandler(decoder, encoder, settings, ends);
  }
}
