package dev.serin.server.access;

import dev.serin.server.access.Audit.Entry;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// `/api/v1/audit`: the trail of the namespaces that the caller sees, newest first. What belongs to
/// no namespace alone, such as logins and tokens for all, is shown to who sees every namespace.
final class AuditEndpoint implements Endpoints {
  private static final int USUAL = 100;

  private final Audit audit;

  AuditEndpoint(Audit audit) {
    this.audit = audit;
  }

  @Override
  public void add(JavalinConfig config) {
    config.routes.get("/api/v1/audit", this::list, Role.VIEWER);
  }

  private void list(Context request) {
    int limit = (int) number(request, "limit").orElse(USUAL);
    if (limit < 1 || limit > 1000) {
      throw Problem.badRequest("`limit` must be from 1 to 1000").exception();
    }
    List<Entry> found =
        audit.list(
            new Audit.Question(
                Principal.of(request).namespaces(Role.VIEWER),
                request.queryParam("namespace"),
                request.queryParam("name"),
                request.queryParam("by"),
                number(request, "after"),
                limit));
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("items", found.stream().map(AuditEndpoint::shown).toList());
    answer.put("next", found.size() < limit ? null : found.getLast().number());
    request.json(answer);
  }

  private static OptionalLong number(Context request, String name) {
    @Nullable String text = request.queryParam(name);
    if (text == null || text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.matches("\\d{1,9}")) {
      throw Problem.badRequest("`" + name + "` must be a whole number").exception();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  private static Map<String, @Nullable Object> shown(Entry entry) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("number", entry.number());
    shown.put("at", entry.at());
    shown.put("by", entry.by());
    shown.put("action", entry.deed().action());
    shown.put("namespace", entry.deed().namespace());
    shown.put("name", entry.deed().name());
    shown.put("why", entry.deed().why());
    shown.put("outcome", entry.outcome());
    shown.put("remote", entry.remote());
    return shown;
  }
}
