package dev.serin.server.plan;

/// Something that is unwise about a plan.
///
/// @param id for scripts, such as `sees-nothing`
/// @param step its number; 0 for the plan as a whole
/// @param message one sentence, with what to do
public record Warning(String id, int step, String message) {
  /// As people read it.
  public String line() {
    return "warning: " + (step == 0 ? "" : "step " + step + ": ") + message + " [" + id + "]";
  }
}
