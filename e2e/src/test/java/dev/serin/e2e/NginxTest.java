package dev.serin.e2e;

import org.junit.jupiter.api.Tag;

/// With the real nginx.
@Tag("nginx")
class NginxTest extends BalancerContract {
  @Override
  Balancer balancer(Setting setting, Service service) {
    return new Nginx(
        setting.folder(), setting.address().getPort(), setting.admin().getPort(), service);
  }
}
