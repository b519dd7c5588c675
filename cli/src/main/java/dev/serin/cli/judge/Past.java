package dev.serin.cli.judge;

import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.WebAddress;
import dev.serin.providers.kayenta.PrometheusPairs;
import dev.serin.providers.kayenta.PrometheusPairs.Fetched;
import dev.serin.providers.kayenta.RangeQueries;
import dev.serin.providers.kayenta.Scope;
import dev.serin.server.Refusal;

/// A time range in the past, as Prometheus remembers it.
///
/// @param address of the server
public record Past(String address, Scope control, Scope experiment) implements Source {
  @Override
  public Data read(CanaryConfig config) {
    try (HttpCaller http = new HttpCaller()) {
      RangeQueries queries =
          new RangeQueries(http, RangeQueries.Server.at(WebAddress.parse("--prometheus", address)));
      return switch (new PrometheusPairs(queries).fetch(config, control, experiment)) {
        case Fetched.Pairs(var all) -> new Data(all, true);
        case Fetched.Failed(var why) -> throw new Refusal(why);
      };
    } catch (IllegalArgumentException wrong) {
      throw new Refusal(String.valueOf(wrong.getMessage()));
    }
  }
}
