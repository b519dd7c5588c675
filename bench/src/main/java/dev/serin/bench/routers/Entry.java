package dev.serin.bench.routers;

import dev.serin.bench.Report;
import dev.serin.bench.http.Entrant;
import dev.serin.bench.http.Ratios;
import dev.serin.bench.http.Spread;
import dev.serin.bench.http.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A balancer with its turns and what was logged of each.
record Entry(Balanced balanced, Entrant entrant, List<LogTurn> logs) {
  Entry(Balanced balanced) {
    this(balanced, new Entrant(balanced.program()), new ArrayList<>());
  }

  Way way() {
    return balanced.way();
  }

  /// A row of ratios to the plain balancer.
  String[] beside(Entry plain) {
    Ratios ratios = entrant.beside(plain.entrant);
    return new String[] {
      way().name(),
      ratios.micros().toString(),
      ratios.perSecond().toString(),
      ratios.median().toString(),
      ratios.tail().toString()
    };
  }

  /// A row of what was measured.
  String[] cells() {
    return new String[] {
      way().name(),
      spread(Turn::micros),
      spread(Turn::perSecond),
      spread(Turn::median),
      spread(Turn::tail),
      Long.toString(entrant.errors())
    };
  }

  private String spread(ToDoubleFunction<Turn> figure) {
    return Spread.of(entrant.turns().stream().mapToDouble(figure).toArray()).toString();
  }

  /// A row of how whole its log was.
  String[] logged() {
    double[] micros = logs.stream().mapToDouble(log -> log.micros() / log.received()).toArray();
    return new String[] {
      way().name(),
      Long.toString(requests()),
      Long.toString(received()),
      Long.toString(lost()),
      Report.percent((double) lost() / (received() + lost())),
      Spread.of(micros).toString()
    };
  }

  private long requests() {
    return entrant.turns().stream().mapToLong(Turn::requests).sum();
  }

  private long received() {
    return logs.stream().mapToLong(LogTurn::received).sum();
  }

  private long lost() {
    return logs.stream().mapToLong(LogTurn::lost).sum();
  }

  /// Answers of which no line came, though none was lost.
  double unaccounted() {
    return (double) requests() - received() - lost();
  }
}
