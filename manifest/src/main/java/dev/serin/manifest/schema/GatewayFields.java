package dev.serin.manifest.schema;

import static dev.serin.manifest.schema.Schema.FLAG;
import static dev.serin.manifest.schema.Schema.NUMBER;
import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.TEXTS;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

import java.util.List;

/// The fields of a Gateway.
final class GatewayFields {
  private static final Schema LISTENER =
      fields(
          must("address", TEXT),
          may("tls", fields(must("certificate", TEXT), must("key", TEXT))),
          may("proxyProtocol", FLAG));

  private static final Schema STICKINESS =
      fields(
          may("cookie", fields(may("name", TEXT), may("maxAge", TEXT))),
          may("serviceCookie", TEXT),
          may("header", TEXT),
          may("clientAddress", fields()),
          may("none", fields()));

  private static final Schema TIMEOUTS =
      fields(
          may("connect", TEXT),
          may("head", TEXT),
          may("idle", TEXT),
          may("response", TEXT),
          may("tunnel", TEXT),
          may("drain", TEXT),
          may("handover", TEXT));

  private static final Schema LIMITS =
      fields(
          may("headBytes", WHOLE),
          may("headers", WHOLE),
          may("bodyBytes", WHOLE),
          may("connections", WHOLE),
          may("connectionsPerClient", WHOLE),
          may("streams", WHOLE),
          may("bytesPerSecond", WHOLE));

  private static final Schema RESILIENCE =
      fields(
          may("retryShare", NUMBER),
          may("ejectAfter", WHOLE),
          may("ejectFor", TEXT),
          may("mostEjected", NUMBER),
          may("slowStart", TEXT));

  private static final Schema ACCESS_LOG =
      fields(may("file", TEXT), may("format", new Schema.OneOf(List.of("json", "common"))));

  private static final Schema ROUTE =
      fields(may("host", TEXT), may("path", TEXT), must("rollout", TEXT));

  static final Schema GATEWAY =
      Metadata.document(
          fields(
              may("listeners", list(LISTENER)),
              may("admin", TEXT),
              may("trustedProxies", TEXTS),
              may("stickiness", STICKINESS),
              may("timeouts", TIMEOUTS),
              may("limits", LIMITS),
              may("resilience", RESILIENCE),
              may("accessLog", ACCESS_LOG),
              may("threads", WHOLE),
              may("routes", list(ROUTE))));

  private GatewayFields() {}
}
