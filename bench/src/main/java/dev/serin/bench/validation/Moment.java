package dev.serin.bench.validation;

/// The truth during one second.
///
/// @param weight the canary's share of the requests
/// @param baselineRate failures per request
/// @param canaryRate failures per request
record Moment(double weight, double baselineRate, double canaryRate) {
  static Moment equal(double weight, double rate) {
    return new Moment(weight, rate, rate);
  }
}
