package dev.serin.routers.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.Tidings;
import dev.serin.signals.Signals;
import java.util.List;

/// What an agent answers.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.Routed.class, name = "routed"),
  @JsonSubTypes.Type(value = Answer.Looked.class, name = "looked"),
  @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused")
})
sealed interface Answer {
  /// What the balancer does now.
  record Routed(Live live) implements Answer {}

  /// What was counted, and how the pools are.
  ///
  /// @param signals one for each window that was asked for
  /// @param trouble empty when nothing is unusual
  record Looked(
      Counted counted, List<Signals> signals, Tidings tidings, String trouble, List<Pulse> pulses)
      implements Answer {
    public Looked {
      signals = List.copyOf(signals);
      pulses = List.copyOf(pulses);
    }
  }

  /// How the pool of one revision is.
  ///
  /// @param checked true when that is known
  record Pulse(Revision revision, Workload.Health health, boolean checked) {}

  /// It can not do that.
  record Refused(String why) implements Answer {}
}
