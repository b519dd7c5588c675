package dev.serin.bench.http;

/// Configurations of nginx: of the origin, and the frame of any that is measured.
public final class NginxText {
  private static final String SIDE =
      """
        server {
          listen 127.0.0.1:%d backlog=4096;
          add_header X-Version %s;
          location / { return 200 "%s"; }
          location /body { }
        }
      """;

  private NginxText() {}

  /// An nginx with one worker and no log, that keeps its connections.
  ///
  /// @param prefix of its files
  /// @param http what stands in its `http` block
  public static String server(String prefix, String http) {
    return """
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
      """
        .formatted(prefix, http);
  }

  /// An nginx that answers `/` with 1 KiB by itself, and `/bodyN` with a file of N KiB.
  static String origin(String folder, Stage.Ports ports) {
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
    return server(folder + "/origin", http);
  }
}
