package dev.serin.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleMappingTest {
  private static final List<RoleMapping> MAPPINGS =
      List.of(RoleMapping.parse("email=ada@shop.example:admin"));

  @Test
  void anAddressThatTheProviderDidNotVerifyGivesNoRole() {
    assertThat(RoleMapping.grants(MAPPINGS, Map.of("email", "ada@shop.example"))).isEmpty();
    assertThat(
            RoleMapping.grants(
                MAPPINGS, Map.of("email", "ada@shop.example", "email_verified", false)))
        .isEmpty();
    assertThat(
            RoleMapping.grants(
                MAPPINGS, Map.of("email", "ada@shop.example", "email_verified", true)))
        .containsExactly(new Grant(Role.ADMIN, Grant.EVERYWHERE));
  }
}
