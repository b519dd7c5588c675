package dev.serin.bench.gateway;

/// What nginx and HAProxy are told: one worker or thread, connections to the origin kept, no
/// log, every request split anew.
final class Configuration {
  private static final String NGINX =
      """
      daemon off;
      master_process off;
      worker_rlimit_nofile 20000;
      pid %1$s.pid;
      error_log %1$s-error.log crit;
      events { worker_connections 16000; }
      http {
        access_log off;
        keepalive_timeout 3600;
        keepalive_requests 1000000000;
        client_body_temp_path %1$s-body;
        proxy_temp_path %1$s-proxy;
        fastcgi_temp_path %1$s-fastcgi;
        uwsgi_temp_path %1$s-uwsgi;
        scgi_temp_path %1$s-scgi;
      %2$s}
      """;

  private static final String SIDE =
      """
        server {
          listen 127.0.0.1:%d backlog=4096;
          add_header X-Version %s;
          location / { return 200 "%s"; }
          location /body { }
        }
      """;

  private Configuration() {}

  /// An nginx that answers `/` with 1 KiB by itself, and `/bodyN` with a file of N KiB.
  static String origin(String folder, Ports ports) {
    String body = "x".repeat(1024);
    String files =
        """
        sendfile on;
        tcp_nopush on;
        open_file_cache max=10 inactive=1d;
        open_file_cache_valid 1d;
        root %s;
      """
            .formatted(folder);
    String http =
        files
            + SIDE.formatted(ports.stable(), "stable", body)
            + SIDE.formatted(ports.canary(), "canary", body);
    return NGINX.formatted(folder + "/origin", http);
  }

  static String nginx(String folder, Ports ports, int port) {
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
    return NGINX.formatted(folder + "/nginx", split);
  }

  static String haproxy(Ports ports, int port) {
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

  /// Where the two sides of the origin are.
  record Ports(int stable, int canary) {}
}
