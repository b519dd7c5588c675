package dev.serin.server.node;

import dev.serin.manifest.Document.BackendDocument;
import dev.serin.manifest.Manifests;
import dev.serin.providers.http.Reach;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Keeps users, and checks of health, from addresses that answer with secrets of this machine.
///
/// @param reach where users may be sent
record Ends(Reach reach) {
  /// How long names are looked up. A name that takes longer leads nowhere now.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// The endpoints of Backends that lead where nobody may be sent, each with the reason.
  List<String> problems(Manifests manifests) {
    List<Callable<Optional<String>>> questions = new ArrayList<>();
    manifests.documents().stream()
        .flatMap(it -> it instanceof BackendDocument one ? List.of(one).stream() : null)
        .forEach(
            it ->
                it.backend()
                    .endpoints()
                    .forEach(end -> questions.add(() -> problem(it, end.url()))));
    return questions.isEmpty() ? List.of() : answers(questions);
  }

  private Optional<String> problem(BackendDocument backend, URI url) {
    String host = url.getHost() == null ? "" : url.getHost();
    int usual = "https".equals(url.getScheme()) ? 443 : 80;
    return (host.isEmpty()
            ? Optional.<String>empty()
            : reach.refusal(host, url.getPort() < 0 ? usual : url.getPort()))
        .map(
            why ->
                "endpoint %s of Backend %s/%s may not be sent users: %s, where clouds answer with this machine's own credentials; let the server's administrator --allow it if it is a server of yours"
                    .formatted(url, backend.namespace(), backend.backend().name(), why));
  }

  private static List<String> answers(List<Callable<Optional<String>>> questions) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return threads.invokeAll(questions, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
          .flatMap(it -> answer(it).stream())
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the names of Backends were not looked up", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Optional<String> answer(Future<Optional<String>> asked) {
    try {
      return asked.isCancelled() ? Optional.empty() : asked.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a Backend's name could not be looked up", e);
    }
  }
}
