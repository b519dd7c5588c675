package dev.serin.gateway.route;

import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.settings.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which rollout is served where. It never changes, a change is a new directory; so a request looks
/// into one only.
///
/// Of the places that take a request the one with the most exact host wins, and among those of one
/// host the one with the longest path. A port in `Host` does not matter, nor upper case.
public final class Directory {
  /// Without a place.
  public static final Directory EMPTY = new Directory(List.of());

  private final @Nullable Listing only;
  private final Map<String, List<Listing>> byHost = new HashMap<>();
  private final boolean endings;

  /// A place and who is served there.
  ///
  /// @param table null before the rollout's first routing
  public record Listing(Place place, RolloutId rollout, @Nullable RouteTable table) {}

  /// A directory of these.
  ///
  /// @throws IllegalArgumentException when two are at one place
  public Directory(Collection<Listing> listings) {
    for (Listing listing : listings) {
      List<Listing> others = byHost.computeIfAbsent(listing.place().host(), _ -> new ArrayList<>());
      for (Listing other : others) {
        if (other.place().equals(listing.place())) {
          throw new IllegalArgumentException(
              "rollouts %s and %s are both to be served at %s; give each a place of its own"
                  .formatted(other.rollout(), listing.rollout(), listing.place()));
        }
      }
      others.add(listing);
    }
    byHost
        .values()
        .forEach(
            list ->
                list.sort(
                    Comparator.comparingInt((Listing l) -> l.place().path().length()).reversed()));
    endings = byHost.keySet().stream().anyMatch(host -> host.startsWith("*."));
    Listing first = listings.size() == 1 ? listings.iterator().next() : null;
    only = first != null && first.place().equals(Place.ANYWHERE) ? first : null;
  }

  /// Who is served where this request asks; null when nobody is.
  public @Nullable Listing find(RequestHead head) {
    return only != null ? only : find(host(head.host()), head.path());
  }

  private @Nullable Listing find(String host, String asked) {
    String path = asked.equals("*") ? "/" : asked;
    Listing found = find(byHost.get(host), path);
    if (found == null && endings) {
      for (int dot = host.indexOf('.');
          dot >= 0 && found == null;
          dot = host.indexOf('.', dot + 1)) {
        found = find(byHost.get("*" + host.substring(dot)), path);
      }
    }
    return found != null ? found : find(byHost.get("*"), path);
  }

  private static @Nullable Listing find(@Nullable List<Listing> ofHost, String path) {
    if (ofHost != null) {
      for (Listing listing : ofHost) {
        if (listing.place().holds(path)) {
          return listing;
        }
      }
    }
    return null;
  }

  /// A host as a [Place] writes it: without its port and without the dot of a full name.
  private static String host(String asked) {
    int end = asked.length();
    int colon = asked.lastIndexOf(':');
    if (colon >= 0 && asked.indexOf(']', colon) < 0) {
      end = colon;
    }
    if (end > 0 && asked.charAt(end - 1) == '.') {
      end--;
    }
    return asked.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
