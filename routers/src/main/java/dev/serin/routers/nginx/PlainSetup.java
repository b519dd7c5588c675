package dev.serin.routers.nginx;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Looks whether a plain `upstream` can be driven as it is. There is nothing to add.
record PlainSetup(PlainFile plain) implements NginxSetup {
  private static final String UNCHANGED = "nothing was changed";

  @Override
  public Outcome init() {
    try {
      Optional<String> problem = plain.problem(plain.read());
      Control.Ran test = new Control(plain.settings()).test();
      if (problem.isPresent() || !test.ok()) {
        return new Outcome.Failed(problem.orElseGet(test::told), UNCHANGED);
      }
      return new Outcome.Ready(
          "nginx steers %s by the weights of `upstream %s` in %s"
              .formatted(plain.rollout(), plain.name(), plain.file()),
          List.of(
              Nginx.RELOAD_COST,
              "it has no header or mirror routes, users do not stay on their side, and nothing is"
                  + " counted: the generated files can all that"));
    } catch (IOException failure) {
      return new Outcome.Failed(
          "%s can not be read: %s".formatted(plain.file(), failure), UNCHANGED);
    }
  }

  @Override
  public Outcome preview() {
    return init();
  }

  @Override
  public Outcome remove() {
    try {
      Optional<String> trouble = PlainRouter.giveBack(plain);
      return trouble.isPresent()
          ? new Outcome.Failed(trouble.get(), "the original is in " + plain.kept())
          : new Outcome.Removed(List.of());
    } catch (IOException failure) {
      return new Outcome.Failed(
          "%s can not be changed: %s".formatted(plain.file(), failure),
          "the original is in " + plain.kept());
    }
  }
}
