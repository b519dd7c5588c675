package dev.serin.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// A real Chromium without a window.
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The rules of accessibility, run over what the page shows at that moment.
  private static final String CHECK =
      """
      const done = arguments[arguments.length - 1];
      axe.run({ resultTypes: ['violations'] }).then((found) => done(found.violations.map((one) =>
        one.id + ': ' + one.help + ' ' + one.nodes.map((node) => node.html.slice(0, 160)).join(' '))));
      """;

  private final ChromeDriver driver;
  private final URI home;
  private final String rules = rules();

  private Browser(ChromeDriver driver, URI home) {
    this.driver = driver;
    this.home = home;
  }

  /// A browser that speaks English and has never been here.
  ///
  /// @param profile an empty folder
  /// @param home where its pages are
  static Browser open(Path profile, URI home) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=en",
        "--window-size=1360,1000",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), home);
  }

  private static String rules() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Goes to an address, and waits until the page has a heading and nothing is loading.
  void go(String path) {
    driver.get(home.resolve(path).toString());
    await("the page " + path)
        .atMost(PATIENCE)
        .until(() -> !all("h1").isEmpty() && !text("main").contains("Loading"));
  }

  void reload() {
    driver.navigate().refresh();
    await("the page").atMost(PATIENCE).until(() -> !all("h1").isEmpty());
  }

  private List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /// What is to be read there; empty while it is not there.
  String text(String selector) {
    try {
      return String.join(" ", all(selector).stream().map(WebElement::getText).toList());
    } catch (StaleElementReferenceException _) {
      return "";
    }
  }

  /// Waits until a text is to be read there.
  void awaitText(String selector, String wanted) {
    await("'" + wanted + "' in " + selector)
        .atMost(PATIENCE)
        .failFast("the page fell over: " + errors(), () -> !errors().isEmpty())
        .untilAsserted(
            () -> org.assertj.core.api.Assertions.assertThat(text(selector)).contains(wanted));
  }

  /// Waits until it is there, and clicks on it.
  void click(String selector) {
    await(selector)
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              List<WebElement> found = all(selector);
              if (found.isEmpty() || !found.getFirst().isEnabled()) {
                return false;
              }
              found.getFirst().click();
              return true;
            });
  }

  /// Puts a text in place of what stands there.
  void write(String selector, String text) {
    WebElement field = driver.findElement(By.cssSelector(selector));
    field.clear();
    field.sendKeys(text);
  }

  /// Types where the focus is.
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(Stream.of(keys).toArray(CharSequence[]::new));
  }

  void escape() {
    press(Keys.ESCAPE);
  }

  /// What a script in the page gives.
  Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
  }

  /// The address of the page, without the server.
  String place() {
    return URI.create(driver.getCurrentUrl()).getPath();
  }

  /// Shows pages in a window of this size from now on.
  void resize(int width, int height) {
    Map<String, Object> metrics =
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500);
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", metrics);
  }

  /// What keeps people with disabilities from using the page; empty when nothing does.
  @SuppressWarnings("unchecked")
  List<String> barriers() {
    driver.executeScript(rules + ";window.axe = axe;");
    try {
      return (List<String>) Objects.requireNonNull(driver.executeAsyncScript(CHECK));
    } catch (JavascriptException broken) {
      throw new AssertionError("the rules could not be run", broken);
    }
  }

  /// What went wrong in pages since this was asked last. That a server answered with an error, or
  /// not at all, is no error of the page.
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(one -> one.getLevel().intValue() >= Level.WARNING.intValue())
        .map(Object::toString)
        .filter(one -> !one.contains("Failed to load resource") && !one.contains("net::ERR_"))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
