package dev.serin.bench.gateway;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The figures of one proxy in parts of another's, round by round.
record Ratios(Spread micros, Spread perSecond, Spread median, Spread tail, Spread mebibytes) {
  static Ratios of(List<Turn> own, List<Turn> other) {
    return new Ratios(
        spread(own, other, Turn::micros),
        spread(own, other, Turn::perSecond),
        spread(own, other, Turn::median),
        spread(own, other, Turn::tail),
        spread(own, other, Turn::mebibytes));
  }

  private static Spread spread(List<Turn> own, List<Turn> other, ToDoubleFunction<Turn> figure) {
    return Spread.of(
        IntStream.range(0, own.size())
            .mapToDouble(i -> figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(other.get(i)))
            .toArray());
  }

  String[] cells(String name) {
    return new String[] {
      name,
      micros.toString(),
      perSecond.toString(),
      median.toString(),
      tail.toString(),
      Spread.round(mebibytes.median())
    };
  }
}
