package dev.serin.manifest.tree;

import dev.serin.manifest.tree.Problem.Severity;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/// Reads the documents of one file, YAML or JSON.
///
/// It builds from the stream of events, so that a limit is held before memory is spent: an alias
/// shares the tree of its anchor, but counts with all the values in it.
public final class TreeReader {
  static final int MAX_VALUES = 250_000;
  static final int MAX_DEPTH = 100;

  private static final Pattern JSON_ESCAPE = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\/");

  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private int values;

  private TreeReader(String file, Problems problems, Iterator<Event> events) {
    this.file = file;
    this.problems = problems;
    this.events = events;
  }

  /// The documents of `source` that are not empty, in order. What is wrong goes to `problems`;
  /// documents before a mistake of syntax are kept.
  public static List<Value> read(Source source, Problems problems) {
    List<Value> documents = new ArrayList<>();
    try {
      String text = Decoding.text(source);
      LoaderOptions limits = new LoaderOptions();
      limits.setCodePointLimit(Decoding.MAX_BYTES + 1);
      Iterator<Event> events = new Yaml(limits).parse(new StringReader(plain(text))).iterator();
      new TreeReader(source.name(), problems, new EventStream(events)).documents(documents);
      if (documents.isEmpty()) {
        problems.add(empty(source));
      }
    } catch (Refusal refusal) {
      problems.add(refusal.problem());
    } catch (YAMLException e) {
      problems.add(syntax(source.name(), e));
    }
    return documents;
  }

  /// What JSON has and YAML's flow style has not: tabs between tokens (inside of JSON's strings
  /// there are none), and `\/`.
  private static String plain(String text) {
    return text.stripLeading().startsWith("{")
        ? JSON_ESCAPE.matcher(text.replace('\t', ' ')).replaceAll("$1/")
        : text;
  }

  private void documents(List<Value> documents) {
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent) {
        anchors.clear();
      } else if (event instanceof NodeEvent) {
        Node node = node(event, 0);
        if (!(node instanceof Node.Nothing)) {
          documents.add(Value.root(node));
        }
      } else if (event instanceof DocumentEndEvent) {
        open.clear();
      }
    }
  }

  private Node node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    count(1, event);
    if (depth > MAX_DEPTH) {
      throw refused(
          "nested-too-deep",
          event,
          "values are nested more than " + MAX_DEPTH + " deep",
          "a manifest needs no more than 20");
    }
    int before = values;
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      open.add(anchor);
    }
    Node node = fresh(event, depth);
    if (anchor != null) {
      open.remove(anchor);
      anchors.put(anchor, new Anchored(node, values - before + 1));
    }
    return node;
  }

  private Node fresh(Event event, int depth) {
    if (event instanceof CollectionStartEvent start && !start.getImplicit()) {
      throw tag(event, start.getTag());
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent _ -> listing(event, depth);
      case MappingStartEvent _ -> mapping(event, depth);
      default ->
          throw refused("yaml-syntax", event, "unexpected " + event.getEventId(), "mend the YAML");
    };
  }

  private Node aliased(AliasEvent alias) {
    if (open.contains(alias.getAnchor())) {
      throw refused(
          "yaml-syntax",
          alias,
          "the alias *" + alias.getAnchor() + " stands inside of what it refers to",
          "write the value out");
    }
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      throw refused(
          "yaml-syntax",
          alias,
          "there is no anchor &" + alias.getAnchor() + " before this alias",
          "define it, or write the value out");
    }
    count(anchored.values(), alias);
    return anchored.node();
  }

  private Node scalar(ScalarEvent event) {
    Place place = place(event.getStartMark());
    String tag = event.getTag();
    if (tag == null || tag.equals("!")) {
      return event.getScalarStyle() == ScalarStyle.PLAIN && tag == null
          ? Scalars.plain(place, event.getValue())
          : new Node.Text(place, event.getValue());
    }
    return switch (tag) {
      case "tag:yaml.org,2002:str", "tag:yaml.org,2002:binary" ->
          new Node.Text(place, event.getValue());
      case "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null" ->
          Scalars.plain(place, event.getValue());
      default -> throw tag(event, tag);
    };
  }

  private Refusal tag(Event event, @Nullable String tag) {
    return refused("yaml-syntax", event, "the tag " + tag + " means nothing here", "leave it out");
  }

  private Node listing(Event start, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Node.Listing(place(start.getStartMark()), items);
  }

  private Node mapping(Event start, int depth) {
    Map<String, Node.Field> fields = new LinkedHashMap<>();
    List<Node> merged = new ArrayList<>();
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      String key = key(event);
      boolean merge =
          key.equals("<<") && ((ScalarEvent) event).getScalarStyle() == ScalarStyle.PLAIN;
      Node value = node(events.next(), depth + 1);
      if (merge) {
        merged.add(value);
      } else {
        put(fields, key, new Node.Field(place(event.getStartMark()), value));
      }
    }
    merged.forEach(value -> merge(fields, value));
    return new Node.Mapping(place(start.getStartMark()), fields);
  }

  private String key(Event event) {
    count(1, event);
    if (!(event instanceof ScalarEvent scalar)) {
      throw refused(
          "yaml-syntax",
          event,
          "a field's name must be text",
          "quote it, if `{` or `[` belongs to a text such as a {{template}}");
    }
    if (scalar.getAnchor() != null) {
      anchors.put(scalar.getAnchor(), new Anchored(scalar(scalar), 1));
    }
    return scalar(scalar) instanceof Node.Flag flag
        ? Boolean.toString(flag.value())
        : scalar.getValue();
  }

  private void put(Map<String, Node.Field> fields, String key, Node.Field field) {
    Node.Field first = fields.putIfAbsent(key, field);
    if (first != null) {
      problems.add(
          new Problem(
              Severity.ERROR,
              "duplicate-key",
              key,
              field.key(),
              "the field `"
                  + key
                  + "` stands here a second time; the first is at line "
                  + first.key().line(),
              "keep one of them"));
    }
  }

  private void merge(Map<String, Node.Field> fields, Node value) {
    List<Node> parts = value instanceof Node.Listing listing ? listing.items() : List.of(value);
    for (Node part : parts) {
      if (part instanceof Node.Mapping mapping) {
        mapping.fields().forEach(fields::putIfAbsent);
      } else {
        problems.add(
            new Problem(
                Severity.ERROR,
                "yaml-syntax",
                "<<",
                part.place(),
                "`<<` takes an object, or a list of objects",
                "refer to one with an alias, as in `<<: *name`"));
      }
    }
  }

  private void count(int more, Event at) {
    values += more;
    if (values > MAX_VALUES) {
      throw refused(
          "too-many-values",
          at,
          "the file holds more than %,d values when its aliases are written out"
              .formatted(MAX_VALUES),
          "split it, and do not nest aliases");
    }
  }

  private Refusal refused(String id, Event at, String message, String fix) {
    return new Refusal(new Problem(Severity.ERROR, id, "", place(at.getStartMark()), message, fix));
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Problem empty(Source source) {
    return new Problem(
        Severity.ERROR,
        "empty-file",
        "",
        Place.start(source.name()),
        "there is no manifest in this file",
        "write one, such as a Rollout");
  }

  private static Problem syntax(String file, YAMLException e) {
    @Nullable Mark mark = e instanceof MarkedYAMLException marked ? marked.getProblemMark() : null;
    Place place =
        mark == null
            ? Place.start(file)
            : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    String message =
        e instanceof MarkedYAMLException marked
            ? (marked.getContext() == null ? "" : marked.getContext().strip() + ": ")
                + String.valueOf(marked.getProblem()).strip()
            : String.valueOf(e.getMessage());
    return new Problem(Severity.ERROR, "yaml-syntax", "", place, message, hint(message));
  }

  private static String hint(String message) {
    if (message.contains("TAB")) {
      return "indent with spaces";
    }
    if (message.contains("mapping values are not allowed")) {
      return "quote the value if it holds `: `, or check the indentation";
    }
    return "check the indentation, quotes and brackets at this line and before it";
  }

  /// What an alias stands for.
  ///
  /// @param values how many there are in it, aliases written out
  private record Anchored(Node node, int values) {}
}
