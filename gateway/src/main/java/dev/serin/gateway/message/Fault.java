package dev.serin.gateway.message;

/// Why a message can not be passed on.
///
/// @param status what a client that sent it is told, 400 to 599
/// @param why a short sentence
public record Fault(int status, String why) {
  /// A message that breaks HTTP's grammar.
  public static Fault bad(String why) {
    return new Fault(400, why);
  }
}
