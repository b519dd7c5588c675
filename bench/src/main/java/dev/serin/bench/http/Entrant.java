package dev.serin.bench.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A proxy with its turns, one for each round.
public record Entrant(Program proxy, List<Turn> turns) {
  /// A proxy that had no turn yet.
  public Entrant(Program proxy) {
    this(proxy, new ArrayList<>());
  }

  /// The proxy's.
  public String name() {
    return proxy.name();
  }

  /// It had a turn.
  public void add(Turn turn) {
    turns.add(turn);
  }

  /// In all its turns.
  public long errors() {
    return turns.stream().mapToLong(Turn::errors).sum();
  }

  /// Its figures in parts of a peer's.
  public Ratios beside(Entrant peer) {
    return Ratios.of(turns, peer.turns);
  }

  /// Its figures for a row of a table: CPU, requests a second, p50, p99, memory, errors.
  public String[] cells() {
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
