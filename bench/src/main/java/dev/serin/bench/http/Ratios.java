package dev.serin.bench.http;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The figures of one proxy in parts of another's, round by round.
public record Ratios(
    Spread micros, Spread perSecond, Spread median, Spread tail, Spread mebibytes) {
  /// Of two proxies that had their turns in the same rounds.
  public static Ratios of(List<Turn> own, List<Turn> other) {
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

  /// The ratios for a row of a table, under a name.
  public String[] cells(String name) {
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
