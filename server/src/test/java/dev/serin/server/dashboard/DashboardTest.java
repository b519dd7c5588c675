package dev.serin.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.server.http.Web;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard's files as a browser gets them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private Web web;

  @BeforeAll
  void open() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    web = Web.open(any, List.of(new Dashboard()));
  }

  @AfterAll
  void close() {
    web.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(web.uri().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/rollouts/default/shop",
        "/rollouts/a%20b/c%2Fd/comparisons/run/errors",
        "/create",
        "/audit",
        "/login"
      })
  void eachAddressBeginsWithThePage(String path) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<div id=\"serin\">");
    assertThat(header(page, "Content-Type"))
        .isEqualToIgnoringWhitespace("text/html; charset=utf-8");
    assertThat(header(page, "Content-Security-Policy"))
        .contains("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void filesMayBeKeptForEver() throws Exception {
    String address = get("/").body().replaceAll("(?s).*src=\"([^\"]+main.js)\".*", "$1");
    HttpResponse<String> file = get(address);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(header(file, "Content-Type"))
        .isEqualToIgnoringWhitespace("text/javascript; charset=utf-8");
    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void whatABrowserHasIsNotSentAgain() throws Exception {
    String tag = header(get("/"), "ETag");
    HttpResponse<String> again = get("/", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/none/main.js", "/assets/..%2Fpom.xml", "/nowhere"})
  void whatIsNotThereIsNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }
}
