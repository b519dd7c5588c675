package dev.serin.providers.comparison;

/// One query for one side.
record Question(Population population, Part part) {
  /// As the stored state names it.
  String key() {
    return population.word() + "." + part.word();
  }

  /// As messages name it.
  @Override
  public String toString() {
    return "`%s` of the %s".formatted(part.word(), population.word());
  }
}
