package dev.serin.bench.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A proxy with its turns, one for each round.
record Entrant(Program proxy, List<Turn> turns) {
  Entrant(Program proxy) {
    this(proxy, new ArrayList<>());
  }

  String name() {
    return proxy.name();
  }

  void add(Turn turn) {
    turns.add(turn);
  }

  long errors() {
    return turns.stream().mapToLong(Turn::errors).sum();
  }

  /// Its figures in parts of a peer's.
  Ratios beside(Entrant peer) {
    return Ratios.of(turns, peer.turns);
  }

  String[] cells() {
    return new String[] {
      name(),
      spread(Turn::micros).toString(),
      spread(Turn::perSecond).toString(),
      spread(Turn::median).toString(),
      spread(Turn::tail).toString(),
      Spread.round(spread(Turn::mebibytes).median()),
      Long.toString(errors())
    };
  }

  private Spread spread(ToDoubleFunction<Turn> figure) {
    return Spread.of(turns.stream().mapToDouble(figure).toArray());
  }
}
