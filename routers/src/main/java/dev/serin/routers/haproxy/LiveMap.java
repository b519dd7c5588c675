package dev.serin.routers.haproxy;

import dev.serin.routers.haproxy.RuntimeApi.Reply;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A map that a running HAProxy looks into.
record LiveMap(RuntimeApi api, MapFile file) {
  private static final Pattern VERSION = Pattern.compile("New version created: ([0-9]+)");

  /// What a map holds now.
  sealed interface Seen {
    /// It holds these.
    record Entries(SortedMap<String, String> entries) implements Seen {}

    /// It can not be looked into.
    ///
    /// @param why with what would help
    record Unknown(String why) implements Seen {}
  }

  /// Looks.
  Seen entries() {
    return switch (api.ask(file.show())) {
      case Reply.Unreachable(String why) -> new Seen.Unknown(why);
      case Reply.Answer(String text) when text.contains("Unknown map") ->
          new Seen.Unknown(
              "HAProxy at %s has no map %s: run `serin haproxy init` for this rollout, or reload HAProxy if it was done"
                  .formatted(api.address(), file.file()));
      case Reply.Answer(String text) when text.contains("Permission denied") ->
          new Seen.Unknown(denied());
      case Reply.Answer(String text) -> new Seen.Entries(MapFile.read(text));
    };
  }

  private String denied() {
    return "HAProxy's runtime API at %s does not let Serin use maps: its `stats socket` line needs `level operator`"
        .formatted(api.address());
  }

  /// How a change went.
  ///
  /// @param failure why it failed
  /// @param by the process that got it
  record Put(Optional<String> failure, Optional<RuntimeApi.Life> by) {
    private static Put failed(String why) {
      return new Put(Optional.of(why), Optional.empty());
    }
  }

  /// Replaces all entries, in the file first and in HAProxy at once.
  ///
  /// @param now what HAProxy had a moment ago; empty when that is not known
  Put put(SortedMap<String, String> now, SortedMap<String, String> entries) {
    try {
      if (!entries.equals(file.stored())) {
        file.write(entries);
      }
    } catch (IOException failure) {
      return Put.failed(
          "%s can not be written: %s; HAProxy would lose the weight at its next start, so let Serin's user write into that folder"
              .formatted(file.file(), failure));
    }
    Put put = set(now, entries).orElseGet(() -> replace(entries));
    forgetLeftovers(entries.size());
    return put;
  }

  /// A single value is new at once too, for half of the commands; empty when HAProxy would not.
  private Optional<Put> set(SortedMap<String, String> now, SortedMap<String, String> entries) {
    return file.set(now, entries)
        .map(api::change)
        .filter(taken -> taken.reply().equals(new Reply.Answer("")))
        .map(taken -> new Put(Optional.empty(), taken.by()));
  }

  private Put replace(SortedMap<String, String> entries) {
    return switch (api.ask(file.prepare())) {
      case Reply.Unreachable(String why) -> Put.failed(why);
      case Reply.Answer(String text) -> {
        Matcher version = VERSION.matcher(text);
        yield version.find()
            ? commit(version.group(1), entries)
            : Put.failed(text.contains("Permission denied") ? denied() : refused(text));
      }
    };
  }

  /// What a Serin that was killed in the middle of a change left in HAProxy's memory.
  private void forgetLeftovers(int size) {
    if (api.ask("show map") instanceof Reply.Answer(String maps)) {
      file.leftovers(maps, size).forEach(version -> api.ask(file.forget(version)));
    }
  }

  private Put commit(String version, SortedMap<String, String> entries) {
    RuntimeApi.Taken taken = api.change(file.commit(version, entries));
    return switch (taken.reply()) {
      case Reply.Unreachable(String why) -> Put.failed(why);
      case Reply.Answer(String text) when text.isEmpty() -> new Put(Optional.empty(), taken.by());
      case Reply.Answer(String text) -> {
        api.ask(file.forget(Long.parseLong(version)));
        yield Put.failed(refused(text));
      }
    };
  }

  private String refused(String text) {
    return "HAProxy refuses to change the map %s: %s".formatted(file.file(), text);
  }
}
