package dev.serin.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is counted of one population: for each place where its rollout is served, by each event
/// loop.
public final class Tallies {
  private final List<List<Tally>> byPlace = new ArrayList<>();

  /// Nothing counted yet.
  ///
  /// @param places 1 or more
  /// @param lanes how many event loops count
  public Tallies(int places, int lanes) {
    for (int place = 0; place < places; place++) {
      List<Tally> tallies = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        tallies.add(new Tally());
      }
      byPlace.add(List.copyOf(tallies));
    }
  }

  /// Where one event loop counts.
  public Tally at(int place, int lane) {
    return byPlace.get(place).get(lane);
  }

  /// All of them.
  public Stream<Tally> all() {
    return byPlace.stream().flatMap(List::stream);
  }

  /// True while nothing was counted.
  boolean untouched() {
    for (List<Tally> tallies : byPlace) {
      for (Tally tally : tallies) {
        if (tally.touched()) {
          return false;
        }
      }
    }
    return true;
  }

  /// All numbers of one place, at the places that [Tally] says.
  public long[] sums(int place) {
    long[] sums = new long[Tally.SIZE];
    byPlace.get(place).forEach(tally -> tally.addTo(sums));
    return sums;
  }

  /// How many places there are.
  public int places() {
    return byPlace.size();
  }
}
