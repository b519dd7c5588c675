package dev.serin.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static int spent(RetryBudget budget) {
    int spent = 0;
    while (budget.spend()) {
      spent++;
    }
    return spent;
  }

  private static void second(RetryBudget budget, int requests) {
    for (int tick = 0; tick < 10; tick++) {
      for (int i = 0; i < requests / 10; i++) {
        budget.earn();
      }
      budget.tick();
    }
  }

  @Test
  void tenASecondAreFree() {
    RetryBudget budget = new RetryBudget(0, 2);
    assertThat(spent(budget)).isEqualTo(50);
    for (int i = 0; i < 60; i++) {
      second(budget, 1000);
    }
    assertThat(spent(budget)).isEqualTo(50);
    for (int i = 0; i < 4; i++) {
      second(budget, 1000);
    }
    assertThat(spent(budget)).isBetween(19, 20);
  }

  @Test
  void aShareOfTheRequestsOfTheLastTenSecondsCanBeTriedAgain() {
    RetryBudget budget = new RetryBudget(0.2, 1);
    spent(budget);
    for (int i = 0; i < 120; i++) {
      second(budget, 1000);
    }
    // Ten seconds' worth of 200 a second, and 100 that are free.
    assertThat(spent(budget)).isBetween(2000, 2120);
  }
}
