package dev.serin.server.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Grants as the database keeps them, and as the API shows them.
final class Grants {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<Grant>> ALL = new TypeReference<>() {};

  private Grants() {}

  static String written(List<Grant> grants) {
    try {
      return JSON.writeValueAsString(grants);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("grants are always JSON", e);
    }
  }

  static List<Grant> read(String text) throws SQLException {
    try {
      return JSON.readValue(text, ALL);
    } catch (JsonProcessingException e) {
      throw new SQLException("grants can not be read", e);
    }
  }

  /// As the API shows them.
  static List<Map<String, String>> shown(List<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                Map.of(
                    "role",
                    grant.role().name().toLowerCase(Locale.ROOT),
                    "namespace",
                    grant.namespace()))
        .toList();
  }
}
