package dev.serin.bench.gateway;

import dev.serin.bench.http.NginxText;
import dev.serin.bench.http.Stage;

/// What nginx and HAProxy are told: one worker or thread, connections to the origin kept, no
/// log, every request split anew.
final class Configuration {
  private Configuration() {}

  static String nginx(String folder, Stage.Ports ports, int port) {
    String split =
        """
        upstream stable { server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000; }
        upstream canary { server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000; }
        split_clients "$connection-$connection_requests" $side { 10%% canary; * stable; }
        server {
          listen 127.0.0.1:%d backlog=4096;
          location / {
            proxy_pass http://$side;
            proxy_http_version 1.1;
            proxy_buffers 16 8k;
            proxy_set_header Host $http_host;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-Proto http;
          }
        }
      """
            .formatted(ports.stable(), ports.canary(), port);
    return NginxText.server(folder + "/nginx", split);
  }

  static String haproxy(Stage.Ports ports, int port) {
    return """
      global
        nbthread 1
        maxconn 8000
      defaults
        mode http
        timeout connect 5s
        timeout client 1h
        timeout server 1h
        option http-keep-alive
        http-reuse always
      frontend clients
        bind 127.0.0.1:%d backlog 4096
        option forwardfor
        http-request set-header X-Forwarded-Proto http
        default_backend both
      backend both
        balance roundrobin
        server stable 127.0.0.1:%d weight 90
        server canary 127.0.0.1:%d weight 10
      """
        .formatted(port, ports.stable(), ports.canary());
  }
}
