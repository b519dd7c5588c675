package dev.serin.e2e;

import org.junit.jupiter.api.Tag;

/// With the real HAProxy.
@Tag("haproxy")
class HaproxyTest extends BalancerContract {
  @Override
  Balancer balancer(Setting setting, Service service) {
    return new Haproxy(
        setting.folder(), setting.address().getPort(), setting.admin().getPort(), service);
  }
}
