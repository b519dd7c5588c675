package dev.serin.gateway.route;

import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.settings.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which rollout is served where. A request asks it once, for one place. It is changed by one
/// thread
/// at a time, in as long as the change is, however many rollouts there are; many may ask meanwhile.
///
/// Of the places that take a request the one with the most exact host wins, and among those of one
/// host the one with the longest path. A port in `Host` does not matter, nor upper case.
public final class Directory {
  private final Map<String, List<Listing>> byHost = new ConcurrentHashMap<>();
  private volatile @Nullable Listing only;
  private final AtomicInteger endings = new AtomicInteger();
  private int size;

  /// A place and who is served there.
  public static final class Listing {
    private final Place place;
    private final RolloutId rollout;
    private volatile @Nullable RouteTable table;

    /// @param table null before the rollout's first routing
    public Listing(Place place, RolloutId rollout, @Nullable RouteTable table) {
      this.place = place;
      this.rollout = rollout;
      this.table = table;
    }

    public Place place() {
      return place;
    }

    public RolloutId rollout() {
      return rollout;
    }

    /// What is in force there; null before the rollout's first routing. A request asks once, so
    /// that
    /// a change never reaches into a request that has begun.
    public @Nullable RouteTable table() {
      return table;
    }

    /// Puts a table in force.
    public void put(RouteTable next) {
      table = next;
    }
  }

  /// Adds listings, all or none.
  ///
  /// @throws IllegalArgumentException when somebody else is at one of their places
  public void add(Collection<Listing> listings) {
    for (Listing listing : listings) {
      for (Listing other : byHost.getOrDefault(listing.place().host(), List.of())) {
        refuseSame(other, listing);
      }
    }
    listings.forEach(listing -> change(listing, list -> list.add(listing)));
    size += listings.size();
    choose();
  }

  /// Takes listings away that are there.
  public void remove(Collection<Listing> listings) {
    listings.forEach(listing -> change(listing, list -> list.remove(listing)));
    size -= listings.size();
    choose();
  }

  private static void refuseSame(Listing other, Listing listing) {
    if (other.place().equals(listing.place())) {
      throw new IllegalArgumentException(
          "rollouts %s and %s are both to be served at %s; give each a place of its own"
              .formatted(other.rollout(), listing.rollout(), listing.place()));
    }
  }

  private void change(Listing listing, Consumer<List<Listing>> how) {
    String host = listing.place().host();
    List<Listing> list = new ArrayList<>(byHost.getOrDefault(host, List.of()));
    int before = list.size();
    how.accept(list);
    list.sort(Comparator.comparingInt((Listing l) -> l.place().path().length()).reversed());
    if (list.isEmpty()) {
      byHost.remove(host);
    } else {
      byHost.put(host, List.copyOf(list));
    }
    if (host.startsWith("*.")) {
      endings.addAndGet(list.size() - before);
    }
  }

  private void choose() {
    List<Listing> anywhere = byHost.getOrDefault(Place.ANYWHERE.host(), List.of());
    only =
        size == 1 && !anywhere.isEmpty() && anywhere.getFirst().place().equals(Place.ANYWHERE)
            ? anywhere.getFirst()
            : null;
  }

  /// Who is served where this request asks; null when nobody is.
  public @Nullable Listing find(RequestHead head) {
    Listing alone = only;
    return alone != null ? alone : find(host(head.host()), head.path());
  }

  private @Nullable Listing find(String host, String asked) {
    String path = asked.equals("*") ? "/" : asked;
    Listing found = find(byHost.get(host), path);
    if (found == null && endings.get() > 0) {
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
