package dev.serin.gateway;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Revision;

/// Servers of a service that speak HTTP/2 with prior knowledge.
final class Http2Origin {
  private Http2Origin() {}

  /// What is done with one connection, whose preface was read.
  @FunctionalInterface
  interface Script {
    void serve(Frames frames) throws Exception;
  }

  /// What is answered to a request.
  @FunctionalInterface
  interface Reply {
    void to(Frames frames, Frames.Frame head) throws Exception;
  }

  /// A server that says no settings of its own.
  static Origin scripted(Script script) {
    return scripted(script, new byte[0]);
  }

  static Origin scripted(Script script, byte[] settings) {
    return Origin.scripted(
        wire -> {
          wire.exactly(Frames.PREFACE.length());
          Frames frames = new Frames(wire);
          frames.send(Frames.SETTINGS, 0, 0, settings);
          script.serve(frames);
        });
  }

  /// Answers each head of a request as it comes, one after the other.
  static Origin replying(Reply reply) {
    return scripted(
        frames -> {
          while (true) {
            reply.to(frames, frames.await(Frames.HEADERS));
          }
        });
  }

  static Backend backend(Revision revision, Origin... origins) {
    return new Backend(
        "shop-" + revision,
        revision,
        java.util.Arrays.stream(origins).map(Origin::endpoint).toList(),
        Backend.HealthCheck.DEFAULT,
        Backend.Protocol.HTTP_2);
  }

  /// A gateway all of whose traffic goes to these.
  static Stage stage(Origin... origins) {
    Stage stage = Stage.open(Stage.OPTIONS, backend(Stage.STABLE, origins));
    stage.apply(dev.serin.core.traffic.Routing.allTo(Stage.STABLE));
    return stage;
  }
}
