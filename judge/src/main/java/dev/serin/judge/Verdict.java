package dev.serin.judge;

/// What a comparison says now. It may be asked as often as one likes.
public enum Verdict {
  /// The canary is worse than the margin allows. It stays so.
  WORSE("worse"),
  /// The canary was shown to be within the margin, or enough was seen without a sign of harm.
  NOT_WORSE("not worse"),
  /// There is not enough evidence for either.
  UNDECIDED("undecided"),
  /// One side served nothing, so nothing can be said.
  NO_DATA("no data");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /// As people read it.
  public String words() {
    return words;
  }
}
