package dev.serin.manifest.schema;

import static dev.serin.manifest.schema.Schema.FLAG;
import static dev.serin.manifest.schema.Schema.OBJECT;
import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.TEXTS;
import static dev.serin.manifest.schema.Schema.TEXT_TABLE;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

import dev.serin.manifest.schema.Schema.Table;

/// The fields of `trafficRouting`.
final class RouterFields {
  private static final Schema VIRTUAL_SERVICE =
      fields(
          must("name", TEXT),
          may("routes", TEXTS),
          may("tlsRoutes", list(fields(may("port", WHOLE), may("sniHosts", TEXTS)))),
          may("tcpRoutes", list(fields(may("port", WHOLE)))));

  private static final Schema ISTIO =
      fields(
          may("virtualService", VIRTUAL_SERVICE),
          may(
              "destinationRule",
              fields(
                  must("name", TEXT),
                  must("canarySubsetName", TEXT),
                  must("stableSubsetName", TEXT),
                  may("additionalSubsetNames", TEXTS))),
          may("virtualServices", list(VIRTUAL_SERVICE)));

  private static final Schema NGINX =
      fields(
          may("annotationPrefix", TEXT),
          may("stableIngress", TEXT),
          may("additionalIngressAnnotations", TEXT_TABLE),
          may("stableIngresses", TEXTS),
          may("canaryIngressAnnotations", TEXT_TABLE));

  private static final Schema ALB =
      fields(
          may("ingress", TEXT),
          must("servicePort", WHOLE),
          may("rootService", TEXT),
          may("annotationPrefix", TEXT),
          may("stickinessConfig", fields(must("enabled", FLAG), must("durationSeconds", WHOLE))),
          may("ingresses", TEXTS));

  private static final Schema NODE = fields(must("name", TEXT));

  private static final Schema APP_MESH =
      fields(
          may("virtualService", fields(must("name", TEXT), may("routes", TEXTS))),
          may(
              "virtualNodeGroup",
              fields(must("canaryVirtualNodeRef", NODE), must("stableVirtualNodeRef", NODE))));

  static final Schema TRAFFIC_ROUTING =
      fields(
          may("istio", ISTIO),
          may("nginx", NGINX),
          may("alb", ALB),
          may("smi", fields(may("rootService", TEXT), may("trafficSplitName", TEXT))),
          may("ambassador", fields(must("mappings", TEXTS))),
          may("appMesh", APP_MESH),
          may("traefik", fields(must("weightedTraefikServiceName", TEXT))),
          may("managedRoutes", list(fields(must("name", TEXT)))),
          may("apisix", fields(may("route", fields(must("name", TEXT), may("rules", TEXTS))))),
          may("plugins", new Table(OBJECT)),
          may("maxTrafficWeight", WHOLE));

  private RouterFields() {}
}
