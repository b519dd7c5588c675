package dev.serin.cli.serve;

import dev.serin.cli.client.TokenOrder;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.Layout;
import dev.serin.server.access.Audit;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Role;
import dev.serin.server.access.Tokens;
import dev.serin.server.process.Server.Storage;
import dev.serin.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Makes tokens in a store itself, by who may read and write it anyway.
public final class StoredToken {
  private static final String BY = "command line";
  private static final Duration LASTS = Duration.ofDays(90);

  private final Console console;

  /// Tokens for whoever is at this terminal.
  public StoredToken(Console console) {
    this.console = console;
  }

  /// Makes a token and shows it, this once.
  ///
  /// @throws dev.serin.server.Refusal when it can not be made so
  public void make(Storage storage, TokenOrder order, Layout layout) {
    try (Store store = open(storage)) {
      Tokens.Issued issued = new Tokens(store).issue(order(order), BY);
      new Audit(store)
          .record(new Audit.Deed("create token", null, order.name(), null), BY, "done", null);
      layout.print(console, tree(issued), () -> List.of(issued.secret()));
      if (layout == Layout.TEXT) {
        console.fail(
            "token %s in %s, until %s; keep it now, it is not shown again"
                .formatted(order.name(), store.place(), issued.token().order().expiresAt()));
      }
    }
  }

  private static Store open(Storage storage) {
    return switch (storage) {
      case Storage.Folder(var path) -> Store.open(path);
      case Storage.Shared(var address) -> Store.open(address);
    };
  }

  private static Tokens.Order order(TokenOrder order) {
    Role role = Role.valueOf(order.role().toUpperCase(Locale.ROOT));
    Duration lasts = Objects.requireNonNullElse(order.lasts(), LASTS);
    return new Tokens.Order(
        order.name(), List.of(new Grant(role, order.namespace())), Instant.now().plus(lasts));
  }

  private static Map<String, Object> tree(Tokens.Issued issued) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", issued.token().id());
    tree.put("name", issued.token().order().name());
    tree.put("expiresAt", String.valueOf(issued.token().order().expiresAt()));
    tree.put("token", issued.secret());
    return tree;
  }
}
