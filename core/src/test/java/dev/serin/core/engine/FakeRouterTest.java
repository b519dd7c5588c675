package dev.serin.core.engine;

/// The fake keeps the contract, so that tests that stand on it mean something.
class FakeRouterTest extends TrafficRouterContract {
  private final FakeRouter router = new FakeRouter();

  @Override
  protected TrafficRouter router() {
    return router;
  }
}
