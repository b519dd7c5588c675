package dev.serin.server.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.util.Map;

/// What a message says: Mustache templates of its title and its text. `{{name}}` is written so
/// that it means itself where it stands, and `{{{name}}}` as it is.
record Wording(String title, String text) {
  static final Wording USUAL =
      new Wording(
          "{{rollout}} {{happened}}",
          """
          {{message}}
          Revision {{revision}} gets {{weight}} % of the traffic{{#by}}; {{by}} asked for it{{/by}}""");

  /// What the characters around a value mean.
  enum Place {
    /// Nothing.
    TEXT,
    /// Slack's own marks: `&`, `<` and `>`.
    CHAT,
    /// A string of JSON, within its quotes.
    JSON;

    private String escape(String raw) {
      return switch (this) {
        case TEXT -> raw;
        case CHAT -> raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        case JSON -> new String(JsonStringEncoder.getInstance().quoteAsString(raw));
      };
    }

    /// Writes a template with its values put in.
    ///
    /// @throws IllegalArgumentException when the template is not well formed, or asks for a value
    ///     that is not there; the message names its line
    String write(String template, Map<String, Object> values) {
      try {
        return Mustache.compiler()
            .withEscaper(this::escape)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .compile(template)
            .execute(values);
      } catch (MustacheException e) {
        throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
