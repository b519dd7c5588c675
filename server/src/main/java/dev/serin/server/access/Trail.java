package dev.serin.server.access;

import dev.serin.core.engine.RolloutStore.StoreException;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes every request that was to change something into the audit trail, whatever came of it.
final class Trail {
  private static final Logger LOG = LoggerFactory.getLogger(Trail.class);

  private final Audit audit;

  Trail(Audit audit) {
    this.audit = audit;
  }

  /// Writes down a request that is answered.
  void after(Context request) {
    @Nullable Role needed = Gate.needed(request);
    @Nullable Principal by = request.attribute(Principal.ATTRIBUTE);
    boolean changes = needed != null && needed.includes(Role.OPERATOR) && !Origins.reads(request);
    if (changes && by != null) {
      record(request, by);
    }
  }

  private void record(Context request, Principal by) {
    List<Audit.Deed> deeds = deeds(request);
    String outcome = outcome(request.statusCode());
    try {
      audit.record(deeds, by.name(), outcome, request.ip());
    } catch (StoreException e) {
      // It is done, and its own record says who asked: that stands in the log at least.
      LOG.error("{} by {} ({}) is not in the audit trail", deeds, by.name(), outcome, e);
    }
  }

  private static List<Audit.Deed> deeds(Context request) {
    @Nullable List<Audit.Deed> told = Audit.deeds(request);
    return told != null
        ? told
        : List.of(
            new Audit.Deed(
                request.method() + " " + request.path(),
                request.pathParamMap().get("namespace"),
                request.pathParamMap().get("name"),
                null));
  }

  private static String outcome(int status) {
    if (status < 400) {
      return "done";
    }
    if (status == 401 || status == 403) {
      return "denied";
    }
    return status < 500 ? "refused" : "failed";
  }
}
