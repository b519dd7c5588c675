package dev.serin.providers.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.MetricProviderContract;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.SelfSigned;
import dev.serin.providers.http.Service;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebProviderTest extends MetricProviderContract {
  private static final HttpCaller HTTP = new HttpCaller();
  private static final String DOCUMENT =
      """
      {"data": {"ok": true, "rate": 0.950, "count": 12, "none": null, "name": "a \\"b\\""},
       "items": [{"id": 1, "on": false}, {"id": 2, "on": true}],
       "labels": {"app.kubernetes.io/name": "cart"}, "empty": []}
      """;

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @Override
  protected MetricProvider provider() {
    return new WebProvider(HTTP);
  }

  @Override
  protected ProviderConfig asking(String address) {
    return config(Map.of("url", address, "timeoutSeconds", 600));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {$.data.ok}                          | true
          {.data.ok}                           | true
          { .data.rate }                       | 0.95
          {$.data.count}                       | 12
          {$.data.none}                        | null
          {$['data']['name']}                  | "a \\"b\\""
          {$.data}                             | {"count":12,"name":"a \\"b\\"","none":null,"ok":true,"rate":0.95}
          {$.items[0].id}                      | 1
          {.items[-1].id}                      | 2
          {.items[*].id}                       | 1
          {$..id}                              | 1
          {.items[?(@.on==true)].id}           | 2
          {@.items[1].on}                      | true
          {.labels.app\\.kubernetes\\.io/name} | "cart"
          {.empty}                             | []
          """)
  void theFirstMatchOfThePathIsRead(String path, String shown) {
    assertThat(value(ask(200, DOCUMENT, Map.of("jsonPath", path))).shown()).isEqualTo(shown);
  }

  @Test
  void documentsAreDecodedForConditions() {
    assertThat(value(ask(200, DOCUMENT, Map.of("jsonPath", "{$.data.rate}"))).result())
        .isEqualTo(new Result.Json(0.95));
    Map<String, Object> last = new HashMap<>(Map.of("id", 2.0, "tags", Arrays.asList("x", null)));
    assertThat(value(ask(200, "[1, {\"id\": 2, \"tags\": [\"x\", null]}]", Map.of())).result())
        .isEqualTo(new Result.Json(List.of(1.0, last)));
    assertThat(value(ask(200, "null", Map.of())).result()).isEqualTo(new Result.Json(null));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {$.data.missing}   | finds nothing in the answer of
          {.items[9]}        | finds nothing in the answer of
          {.empty[*]}        | finds nothing in the answer of
          $.data.ok          | it needs one pair of braces around it; give a path such as {$.data.ok}
          {.a}{.b}           | it needs one pair of braces around it; give a path such as {$.data.ok}
          {.items[0}         | give a path such as {$.data.ok}
          """)
  void aPathThatFindsNothingIsExplained(String path, String why) {
    assertThat(why(ask(200, DOCUMENT, Map.of("jsonPath", path)))).contains(path, why);
  }

  @Test
  void whatIsNotJsonIsText() {
    assertThat(value(ask(200, "all good, 100 %", Map.of())))
        .isEqualTo(
            new Reading.Value(new Result.Text("all good, 100 %"), "all good, 100 %", Map.of()));
    assertThat(value(ask(200, "", Map.of())).result()).isEqualTo(new Result.Text(""));
    assertThat(value(ask(200, "{\"half\": ", Map.of())).result())
        .isEqualTo(new Result.Text("{\"half\": "));
  }

  @Test
  void aPathIntoTextIsNoReading() {
    assertThat(why(ask(200, "<html>log in</html>", Map.of("jsonPath", "{$.ok}"))))
        .contains("answered without JSON (<html>log in</html>)", "{$.ok}");
  }

  @ParameterizedTest
  @CsvSource({
    "404, check the url",
    "401, check headers and authentication",
    "405, check the method",
    "500, see the service's log",
    "304, 200 to 299 is expected"
  })
  void anyOtherStatusThanSuccessIsNoReading(int status, String help) {
    String body = status == 304 ? "" : "{\"ok\":true}";
    assertThat(why(ask(status, body, Map.of()))).contains("answered " + status, help);
  }

  @ParameterizedTest
  @CsvSource({"POST, POST", "PUT, PUT", "post, POST"})
  void bodiesAreSent(String method, String sent) {
    try (Service service = Service.answering(200, "1")) {
      ask(service, Map.of("method", method, "body", "a=1"));
      assertThat(service.seen().getFirst().method()).isEqualTo(sent);
      assertThat(service.seen().getFirst().body()).isEqualTo("a=1");
      ask(service, Map.of("method", method, "jsonBody", Map.of("ids", List.of(1, 2))));
      assertThat(service.seen().getLast().body()).isEqualTo("{\"ids\":[1,2]}");
      assertThat(service.seen().getLast().header("Content-Type")).isEqualTo("application/json");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | x |   | provider.web.method is GET, which has no body: set POST or PUT
          GET    |   | x | provider.web.method is GET, which has no body: set POST or PUT
          POST   | x | x | provider.web.body and jsonBody exclude each other: keep one of them
          DELETE |   |   | provider.web.method is "DELETE": give GET, POST or PUT
          """)
  void bodiesThatCanNotBeSentAreRefused(String method, String body, String json, String why) {
    Map<String, Object> settings = new HashMap<>(Map.of("method", method));
    settings.put("body", body);
    settings.put("jsonBody", json);
    assertThat(why(ask(200, "", settings))).isEqualTo("web: " + why);
  }

  @Test
  void headersAndQueriesAreSentButNeverShown() {
    try (Service service = Service.answering(403, "no s3cret-token here")) {
      var headers = List.of(Map.of("key", "Authorization", "value", "Bearer s3cret-token"));
      Reading reading =
          ask(service, Map.of("url", service.address() + "/m?key=hidden", "headers", headers));
      assertThat(service.seen().getFirst().header("Authorization"))
          .isEqualTo("Bearer s3cret-token");
      assertThat(service.seen().getFirst().uri()).hasToString("/m?key=hidden");
      assertThat(why(reading))
          .contains(service.address() + "/m answered 403 (no ***** here)")
          .doesNotContain("s3cret", "hidden");
    }
  }

  @Test
  void anAnswerAfterTheTimeoutIsNotWaitedFor() {
    try (Service slow = Service.of(exchange -> {})) {
      assertThat(why(ask(slow, Map.of("timeoutSeconds", 1))))
          .contains(slow.address(), "did not answer within 1 s");
    }
  }

  @Test
  void anAnswerOfMoreThanAMebibyteIsRefused() {
    assertThat(value(ask(200, "x".repeat(1 << 20), Map.of())).shown()).hasSize(1 << 20);
    assertThat(why(ask(200, "x".repeat((1 << 20) + 1), Map.of())))
        .endsWith("answered with more than 1048576 bytes: ask for less");
  }

  @Test
  void insecureReadsFromACertificateThatNobodyKnows()
      throws IOException, InterruptedException, GeneralSecurityException {
    SelfSigned certificate = SelfSigned.certificate("dns:elsewhere.example");
    try (Service service =
        Service.secure(certificate, exchange -> Service.answer(exchange, 200, "1"))) {
      assertThat(why(ask(service, Map.of()))).contains(service.address(), "insecure: true");
      assertThat(value(ask(service, Map.of("insecure", true))).result())
          .isEqualTo(new Result.Json(1.0));
    }
  }

  private Reading ask(int status, String body, Map<String, Object> settings) {
    try (Service service = Service.answering(status, body)) {
      return ask(service, settings);
    }
  }

  private Reading ask(Service service, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(Map.of("url", service.address()));
    all.putAll(settings);
    return provider().read(query(config(all)));
  }

  private static ProviderConfig config(Map<String, Object> settings) {
    return new ProviderConfig("web", settings);
  }

  private static Reading.Value value(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Value.class);
    return (Reading.Value) reading;
  }

  private static String why(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Unavailable.class);
    return ((Reading.Unavailable) reading).why();
  }
}
