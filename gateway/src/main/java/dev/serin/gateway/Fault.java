package dev.serin.gateway;

/// Why a message can not be passed on.
///
/// @param status what a client that sent it is told, 400 to 599
/// @param why a short sentence
record Fault(int status, String why) {
  /// A message that breaks HTTP's grammar.
  static Fault bad(String why) {
    return new Fault(400, why);
  }
}
