package dev.serin.server.access;

import dev.serin.core.engine.RolloutStore.StoreException;
import io.javalin.http.Context;
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
    Audit.Deed deed = deed(request);
    String outcome = outcome(request.statusCode());
    try {
      audit.record(deed, by.name(), outcome, request.ip());
    } catch (StoreException e) {
      // It is done, and its own record says who asked: that stands in the log at least.
      LOG.error("{} by {} ({}) is not in the audit trail", deed, by.name(), outcome, e);
    }
  }

  private static Audit.Deed deed(Context request) {
    Audit.@Nullable Deed told = Audit.deed(request);
    return told != null
        ? told
        : new Audit.Deed(
            request.method() + " " + request.path(),
            request.pathParamMap().get("namespace"),
            request.pathParamMap().get("name"),
            null);
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
