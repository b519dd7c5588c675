package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks all balancers of a fleet at once. They are routed only when all route the same.
final class FleetRouter implements TrafficRouter, AutoCloseable {
  private final List<Balancer> members;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable Routing asked;

  FleetRouter(List<Balancer> members) {
    this.members = members;
  }

  private record Told(String name, Live live) {
    String with(String text) {
      return name + ": " + text;
    }
  }

  /// What all of them can do.
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    members.forEach(member -> all.retainAll(member.router().capabilities()));
    return all;
  }

  @Override
  public Live observe(RolloutId rollout) {
    return together(ask(router -> router.observe(rollout)));
  }

  @Override
  public Live apply(RolloutId rollout, Routing desired) {
    asked = desired;
    return together(ask(router -> router.apply(rollout, desired)));
  }

  @Override
  public void release(RolloutId rollout) {
    asked = null;
    var _ =
        ask(
            router -> {
              router.release(rollout);
              return new Live.Unset();
            });
  }

  private List<Told> ask(Function<TrafficRouter, Live> question) {
    List<CompletableFuture<Told>> answers = new ArrayList<>();
    for (Balancer member : members) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> new Told(member.name(), question.apply(member.router())), threads));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private Live together(List<Told> all) {
    String unavailable =
        all.stream()
            .flatMap(
                told ->
                    told.live() instanceof Live.Unavailable(var why)
                        ? Stream.of(told.with(why))
                        : Stream.empty())
            .collect(Collectors.joining("; "));
    List<Live.Drifted> drifted = all.stream().flatMap(told -> drifted(told).stream()).toList();
    if (!drifted.isEmpty()) {
      return together(drifted, unavailable);
    }
    if (!unavailable.isEmpty()) {
      return new Live.Unavailable(unavailable);
    }
    List<Live.Routed> routed =
        all.stream()
            .map(Told::live)
            .filter(Live.Routed.class::isInstance)
            .map(Live.Routed.class::cast)
            .toList();
    return routed.size() < all.size() ? new Live.Unset() : agreed(routed);
  }

  private static List<Live.Drifted> drifted(Told told) {
    return told.live() instanceof Live.Drifted(var routing, var effective, var how, var answer)
        ? List.of(new Live.Drifted(routing, effective, told.with(how), answer))
        : List.of();
  }

  /// One that holds makes all hold. That another is away must not hide it: what a person changed
  /// would be put back without a word.
  private static Live together(List<Live.Drifted> all, String unavailable) {
    Live.Drifted first = all.getFirst();
    boolean hold = all.stream().anyMatch(it -> it.answer() == OnDrift.HOLD);
    String how =
        Stream.concat(all.stream().map(Live.Drifted::how), Stream.of(unavailable))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return new Live.Drifted(
        first.routing(), first.effective(), how, hold ? OnDrift.HOLD : OnDrift.REASSERT);
  }

  /// One that routes otherwise than it was asked missed it: it speaks for all, so that all are
  /// asked again. The weight is the one that is furthest off.
  private Live agreed(List<Live.Routed> all) {
    Routing wanted = asked;
    Routing first = all.getFirst().routing();
    boolean agree = all.stream().allMatch(it -> it.routing().equals(first));
    if (!agree) {
      return wanted == null
          ? new Live.Unset()
          : all.stream().filter(it -> !it.routing().equals(wanted)).findFirst().orElseThrow();
    }
    Weight furthest =
        all.stream()
            .map(Live.Routed::effective)
            .max(Comparator.comparingInt(it -> Math.abs(it.ppm() - first.weight().ppm())))
            .orElseThrow();
    String etag = all.stream().map(Live.Routed::etag).collect(Collectors.joining(" "));
    return new Live.Routed(first, furthest, etag);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
