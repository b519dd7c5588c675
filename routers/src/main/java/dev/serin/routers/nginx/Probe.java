package dev.serin.routers.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The small server inside nginx that tells which of the generated files are in force, and what of
/// the switches a worker sees.
///
/// @param at its address
/// @param key the rollout's
record Probe(InetSocketAddress at, String key) {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int MOST = 1_000;

  /// While nginx reloads, its old workers still answer for a tenth of a second.
  private static final int IN_A_ROW = 10;

  private static final Duration LOOK = Duration.ofMillis(20);

  /// What it answers.
  sealed interface Answer {
    /// These files are in force.
    ///
    /// @param generation of the generated files
    /// @param seen true when the worker sees the folder of switches that was asked for
    /// @param state of the split, when that is not in the folder
    record Runs(String generation, boolean seen, String state) implements Answer {}

    /// Nginx answers, and knows nothing of this rollout.
    record Stranger() implements Answer {}

    /// Nobody answers.
    record Silent(String why) implements Answer {}
  }

  /// The path of a rollout's probe.
  static String path(String key) {
    return "/serin/" + key;
  }

  /// Asks once, with a new connection, which a worker of the newest generation takes.
  ///
  /// @param etag of the folder that it should see
  Answer ask(String etag) {
    return ask(path(key) + "?etag=", etag);
  }

  /// Makes Lua read its file anew.
  Answer refresh(String etag) {
    return ask(path(key) + "/refresh?etag=", etag);
  }

  private Answer ask(String path, String etag) {
    try {
      URI url = URI.create("http://" + NginxSettings.written(at) + path + etag);
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setUseCaches(false);
      connection.setRequestProperty("Connection", "close");
      return answer(connection);
    } catch (IOException failure) {
      return new Answer.Silent(String.valueOf(failure.getMessage()));
    }
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      connection.disconnect();
      return new Answer.Stranger();
    }
    try (InputStream body = connection.getInputStream()) {
      String text = new String(body.readNBytes(MOST), StandardCharsets.UTF_8);
      String[] words = text.strip().split(" ", 3);
      return words.length == 3
          ? new Answer.Runs(words[0], words[1].equals("seen"), words[2])
          : new Answer.Stranger();
    }
  }

  /// Asks until it answers so several times in a row, or the time is over.
  ///
  /// @return the last answer
  Answer await(String etag, Duration most, Predicate<Answer> wanted) {
    long end = System.nanoTime() + most.toNanos();
    int row = 0;
    while (true) {
      Answer answer = ask(etag);
      row = wanted.test(answer) ? row + 1 : 0;
      if (row == IN_A_ROW || System.nanoTime() > end) {
        return answer;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
