package dev.serin.server.notify;

import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.TEXTS;
import static dev.serin.manifest.schema.Schema.TEXT_TABLE;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

import dev.serin.manifest.schema.Schema;
import dev.serin.manifest.schema.SchemaCheck;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Source;
import dev.serin.manifest.tree.TreeReader;
import dev.serin.manifest.tree.Value;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The file that says who is told of what, and how.
public final class NotificationFile {
  private static final Schema HTTP =
      fields(
          must("url", TEXT),
          may("method", new Schema.OneOf(List.of("POST", "PUT"))),
          may("headers", TEXT_TABLE),
          may("secret", TEXT),
          may("body", TEXT),
          may("timeout", TEXT));

  private static final Schema EVENTS =
      fields(
          must("url", TEXT),
          may("mode", new Schema.OneOf(List.of("structured", "binary"))),
          may("source", TEXT),
          may("headers", TEXT_TABLE),
          may("secret", TEXT),
          may("timeout", TEXT));

  private static final Schema MAIL =
      fields(
          must("host", TEXT),
          may("port", WHOLE),
          may("security", new Schema.OneOf(List.of("starttls", "tls", "none"))),
          must("from", TEXT),
          may("username", TEXT),
          may("password", TEXT),
          may("timeout", TEXT));

  private static final Schema SERVICE =
      fields(
          may("slack", fields(must("url", TEXT), may("timeout", TEXT))),
          may("webhook", HTTP),
          may("cloudEvents", EVENTS),
          may("email", MAIL));

  private static final Schema FILE =
      fields(
          must("services", new Schema.Table(SERVICE)),
          may("templates", new Schema.Table(fields(must("title", TEXT), must("text", TEXT)))),
          may(
              "triggers",
              new Schema.Table(
                  fields(may("reasons", TEXTS), may("template", TEXT), may("happened", TEXT)))),
          may(
              "subscriptions",
              list(
                  fields(
                      must("triggers", TEXTS),
                      must("service", TEXT),
                      may("recipients", TEXTS),
                      may("namespaces", TEXTS)))),
          may("defaultTriggers", TEXTS),
          may(
              "retry",
              fields(
                  may("first", TEXT), may("most", TEXT), may("giveUp", TEXT), may("keep", TEXT))));

  private NotificationFile() {}

  /// Reads it.
  ///
  /// @param environment where `env:` leads
  /// @throws Refusal when it can not be read, or with everything that is wrong in it and where
  public static NotificationSettings read(Path file, Map<String, String> environment) {
    try {
      return read(Source.of(file.toString(), Files.readAllBytes(file)), environment);
    } catch (IOException e) {
      throw new Refusal("--notifications: can not read " + file + ": " + e);
    }
  }

  static NotificationSettings read(Source source, Map<String, String> environment) {
    Problems problems = new Problems();
    List<Value> documents = TreeReader.read(source, problems);
    if (documents.size() > 1) {
      problems.error(
          "several-documents",
          documents.get(1),
          "the file holds several documents",
          "write all services into one");
    }
    documents.forEach(document -> new SchemaCheck(problems).check(document, FILE));
    refuse(problems, source);
    NotificationSettings settings =
        new NotificationReading(documents.getFirst(), problems, environment).settings();
    refuse(problems, source);
    return settings;
  }

  private static void refuse(Problems problems, Source source) {
    List<Problem> errors = problems.list().stream().filter(Problem::error).toList();
    if (!errors.isEmpty()) {
      throw new Refusal(
          errors.stream()
              .map(Problem::toString)
              .collect(
                  Collectors.joining(
                      "\n", "the notifications of " + source.name() + " can not be used:\n", "")));
    }
  }
}
