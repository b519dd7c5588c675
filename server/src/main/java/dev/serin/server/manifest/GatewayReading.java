package dev.serin.server.manifest;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.gateway.settings.AccessLog;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import dev.serin.gateway.settings.Place;
import dev.serin.gateway.settings.Resilience;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.gateway.settings.Timeouts;
import dev.serin.gateway.settings.TrustedProxies;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/// Makes a gateway's options of its document. What its settings may be, they know themselves; here
/// their answers get a place in the file.
public final class GatewayReading {
  private static final String LISTEN = "127.0.0.1:8080";
  private static final String FIX = "see docs/guide/manifests.md#gateway";

  private final Path folder;
  private final Problems problems;

  private GatewayReading(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /// A gateway as manifests want it.
  ///
  /// @param routes none when all requests belong to the only rollout
  public record Gateway(GatewayOptions options, List<Route> routes) {
    /// Without a document.
    public static final Gateway USUAL = new Gateway(GatewayOptions.at(address(LISTEN)), List.of());

    /// Copies its list.
    public Gateway {
      routes = List.copyOf(routes);
    }
  }

  /// Where a rollout is served.
  ///
  /// @param rollout its name, in the gateway's namespace
  public record Route(Place place, String rollout) {}

  /// A gateway whose document has no error.
  ///
  /// @param folder what its paths are relative to
  public static Gateway read(GatewayDocument document, Path folder) {
    return new GatewayReading(folder, new Problems()).gateway(document.spec());
  }

  /// What is wrong with the gateways of a set of files.
  public static List<Problem> problems(Manifests manifests) {
    Problems problems = new Problems();
    GatewayReading reading = new GatewayReading(Path.of(""), problems);
    manifests.gateways().forEach(document -> reading.gateway(document.spec()));
    return problems.list();
  }

  private Gateway gateway(Value spec) {
    GatewayOptions usual = Gateway.USUAL.options();
    GatewayOptions options =
        usual
            .withEntrances(entrances(spec.at("listeners")))
            .withStickiness(made(spec.at("stickiness"), usual.stickiness(), this::stickiness))
            .withTrusted(made(spec.at("trustedProxies"), usual.trusted(), (v, _) -> trusted(v)))
            .withTimeouts(made(spec.at("timeouts"), usual.timeouts(), this::timeouts))
            .withLimits(made(spec.at("limits"), usual.limits(), this::limits))
            .withResilience(made(spec.at("resilience"), usual.resilience(), this::resilience));
    options = made(spec.at("threads"), options, (v, o) -> o.withEventLoops(v.whole(0)));
    options = made(spec.at("admin"), options, (v, o) -> o.withAdmin(address(v.text())));
    options = made(spec.at("accessLog"), options, (v, o) -> o.withAccessLog(accessLog(v)));
    return new Gateway(options, routes(spec.at("routes")));
  }

  /// What is made of a value; the usual when it is not there, or can not be used.
  private <T> T made(Value value, T usual, BiFunction<Value, T, T> making) {
    if (!value.present()) {
      return usual;
    }
    try {
      return making.apply(value, usual);
    } catch (IllegalArgumentException unusable) {
      String why = String.valueOf(unusable.getMessage());
      Value at = blamed(value, why);
      problems.error("invalid-value", at, at.path() + ": " + why, FIX);
      return usual;
    }
  }

  /// The field that a message names; the whole when it names none.
  private static Value blamed(Value value, String message) {
    List<String> words = List.of(message.split("[ ,:]+"));
    return value.names().stream().filter(words::contains).findFirst().map(value::at).orElse(value);
  }

  private List<Entrance> entrances(Value listeners) {
    List<Entrance> entrances = new ArrayList<>();
    Entrance usual = Gateway.USUAL.options().entrances().getFirst();
    for (Value listener : listeners.items()) {
      entrances.add(made(listener, usual, (v, _) -> entrance(v)));
    }
    return entrances.isEmpty() ? List.of(usual) : entrances;
  }

  private Entrance entrance(Value listener) {
    Value tls = listener.at("tls");
    return new Entrance(
        address(listener.at("address").text()),
        tls.present()
            ? new Entrance.Tls(path(tls.at("certificate").text()), path(tls.at("key").text()))
            : null,
        listener.at("proxyProtocol").flag(false));
  }

  private Path path(String written) {
    return folder.resolve(written).normalize();
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
    int port = Integer.parseInt(text.substring(colon + 1));
    InetSocketAddress address =
        host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("no host is called '" + host + "'");
    }
    return address;
  }

  private static TrustedProxies trusted(Value networks) {
    return new TrustedProxies(networks.items().stream().map(Value::text).toList());
  }

  private Stickiness stickiness(Value by, Stickiness usual) {
    Stickiness.OwnCookie own = (Stickiness.OwnCookie) usual;
    Value cookie = by.at("cookie");
    if (cookie.present()) {
      return new Stickiness.OwnCookie(
          Objects.requireNonNullElse(cookie.at("name").textOrNull(), own.name()),
          duration(cookie.at("maxAge"), own.maxAge()));
    }
    if (by.at("serviceCookie").present()) {
      return new Stickiness.Cookie(by.at("serviceCookie").text());
    }
    if (by.at("header").present()) {
      return new Stickiness.Header(by.at("header").text());
    }
    return by.at("none").present() ? new Stickiness.None() : new Stickiness.ClientAddress();
  }

  private Timeouts timeouts(Value block, Timeouts usual) {
    return new Timeouts(
        duration(block.at("connect"), usual.connect()),
        duration(block.at("head"), usual.head()),
        duration(block.at("idle"), usual.idle()),
        duration(block.at("response"), usual.response()),
        duration(block.at("tunnel"), usual.tunnel()),
        duration(block.at("drain"), usual.drain()),
        duration(block.at("handover"), usual.handover()));
  }

  private Limits limits(Value block, Limits usual) {
    return new Limits(
        block.at("headBytes").whole(usual.headBytes()),
        block.at("headers").whole(usual.headers()),
        large(block.at("bodyBytes")).orElse(usual.bodyBytes()),
        block.at("connections").whole(usual.connections()),
        block.at("connectionsPerClient").whole(usual.connectionsPerClient()),
        block.at("streams").whole(usual.streams()),
        block.at("bytesPerSecond").whole(usual.bytesPerSecond()));
  }

  private static OptionalLong large(Value number) {
    return number.whole();
  }

  private Resilience resilience(Value block, Resilience usual) {
    return new Resilience(
        number(block, "retryShare", usual.retryShare()),
        block.at("ejectAfter").whole(usual.ejectAfter()),
        duration(block.at("ejectFor"), usual.ejectFor()),
        number(block, "mostEjected", usual.mostEjected()),
        duration(block.at("slowStart"), usual.slowStart()));
  }

  private static double number(Value block, String field, double otherwise) {
    return block.map().get(field) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private static Duration duration(Value value, Duration otherwise) {
    return value.present()
            && GoDuration.interval(value.text()) instanceof Checked.Valid<Duration>(Duration time)
        ? time
        : otherwise;
  }

  private AccessLog accessLog(Value block) {
    boolean common = block.at("format").text().equals("common");
    return new AccessLog(
        Optional.ofNullable(block.at("file").textOrNull()).map(this::path).orElse(null),
        common ? AccessLog.Format.COMMON : AccessLog.Format.JSON);
  }

  private List<Route> routes(Value routes) {
    Map<Place, Value> taken = new LinkedHashMap<>();
    List<Route> read = new ArrayList<>();
    for (Value route : routes.items()) {
      Place place = made(route, Place.ANYWHERE, (v, _) -> place(v));
      Value first = taken.putIfAbsent(place, route);
      if (first == null) {
        read.add(new Route(place, route.at("rollout").text()));
      } else if (problems.errors() == 0) {
        problems.error(
            "duplicate-route",
            route,
            "%s: %s is routed at %s already".formatted(route.path(), place, first.place()),
            "give each route a host or path of its own");
      }
    }
    return read;
  }

  private static Place place(Value route) {
    return new Place(
        Objects.requireNonNullElse(route.at("host").textOrNull(), Place.ANYWHERE.host()),
        Objects.requireNonNullElse(route.at("path").textOrNull(), Place.ANYWHERE.path()));
  }
}
