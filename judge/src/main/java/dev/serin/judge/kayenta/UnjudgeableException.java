package dev.serin.judge.kayenta;

/// A judgement that fails as a whole, as it does in Kayenta, because of what its config or its data
/// hold. The message begins with the place, such as `metrics[0].groups`.
public final class UnjudgeableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnjudgeableException(String place, String problem) {
    super(place + " " + problem);
  }
}
