package dev.serin.server.access;

import dev.serin.server.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who gets a role by what the identity provider says about them.
///
/// @param claim its name, or the names on the way to it with dots, as in `realm_access.roles`
/// @param value that the claim has, or holds in its list; `*` for any
record RoleMapping(String claim, String value, Grant grant) {
  private static final Pattern SHAPE =
      Pattern.compile("([^=]+)=(.+?):(viewer|operator|admin)(?::([^:=]+))?");

  /// Reads `claim=value:role` or `claim=value:role:namespace`.
  ///
  /// @throws Refusal when it is written otherwise
  static RoleMapping parse(String text) {
    Matcher shape = SHAPE.matcher(text.strip());
    if (!shape.matches()) {
      throw new Refusal(
          "--oidc-roles \""
              + text
              + "\" must be CLAIM=VALUE:ROLE or CLAIM=VALUE:ROLE:NAMESPACE, with the role viewer,"
              + " operator or admin, such as groups=platform:admin");
    }
    Role role = Role.valueOf(shape.group(3).toUpperCase(Locale.ROOT));
    String namespace = Optional.ofNullable(shape.group(4)).orElse(Grant.EVERYWHERE);
    return new RoleMapping(shape.group(1), shape.group(2), new Grant(role, namespace));
  }

  /// What claims grant.
  static List<Grant> grants(List<RoleMapping> mappings, Map<String, Object> claims) {
    return mappings.stream()
        .filter(it -> it.fits(claims))
        .map(RoleMapping::grant)
        .distinct()
        .toList();
  }

  private boolean fits(Map<String, Object> claims) {
    // Anybody may write any address into many a provider's profile.
    if (claim.equals("email") && !Boolean.TRUE.equals(claims.get("email_verified"))) {
      return false;
    }
    return switch (found(claims)) {
      case null -> false;
      case Collection<?> many -> many.stream().anyMatch(this::fits);
      case Object one -> fits(one);
    };
  }

  private boolean fits(Object one) {
    return value.equals("*") || value.equals(String.valueOf(one));
  }

  private @Nullable Object found(Map<String, Object> claims) {
    if (claims.containsKey(claim)) {
      return claims.get(claim);
    }
    @Nullable Object at = claims;
    for (String part : claim.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return at;
  }
}
