package dev.serin.providers.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses providers may call: all but those that a rule excludes, unless another rule
/// allows them.
///
/// A rule is an address block (`10.0.0.0/8`, `fd00::/8`), an address, a host's name, `*.` and the
/// end of names, each also with `:PORT` (IPv6 in brackets), or `:PORT` alone.
public final class Reach {
  /// Everything.
  public static final Reach EVERYWHERE = of(List.of(), List.of());

  /// What a server excludes unless it is told otherwise: addresses of this link only, where clouds
  /// answer with the machine's own credentials.
  public static final List<String> METADATA =
      List.of("169.254.0.0/16", "fe80::/10", "fd00:ec2::254");

  private final List<Rule> excluded;
  private final List<Rule> allowed;

  private Reach(List<Rule> excluded, List<Rule> allowed) {
    this.excluded = excluded;
    this.allowed = allowed;
  }

  /// All but some.
  ///
  /// @param excluded rules
  /// @param allowed rules that win over the excluded ones; one by name believes the DNS
  /// @throws IllegalArgumentException for a text that is no rule
  public static Reach of(List<String> excluded, List<String> allowed) {
    return new Reach(
        excluded.stream().map(Rule::parse).toList(), allowed.stream().map(Rule::parse).toList());
  }

  /// What a server reaches: all but [#METADATA] and what else is excluded.
  ///
  /// @throws IllegalArgumentException for a text that is no rule
  public static Reach ofServer(List<String> excluded, List<String> allowed) {
    return of(Stream.concat(METADATA.stream(), excluded.stream()).toList(), allowed);
  }

  /// Thrown for a host that is out of reach.
  static final class Excluded extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Excluded(String why) {
      super(why);
    }
  }

  /// Where users may be sent: everywhere but [#METADATA], where that is excluded, since what takes
  /// users lives in networks where nothing is measured. What is allowed stays allowed.
  public Reach ofUsers() {
    return new Reach(
        excluded.stream().filter(rule -> METADATA.contains(rule.text())).toList(), allowed);
  }

  /// Why a host may not be connected to: one of the addresses that it has now is excluded. Looks
  /// its name up; one that has no address yet is let through. Blocks.
  ///
  /// @param host a name or an address; IPv6 with or without brackets
  public Optional<String> refusal(String host, int port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (isEverywhere()) {
      return Optional.empty();
    }
    try {
      return Stream.of(InetAddress.getAllByName(bare))
          .filter(address -> exclusion(bare, address, port).isPresent())
          .findFirst()
          .map(address -> String.valueOf(excluded(bare, address, port).getMessage()));
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  boolean isEverywhere() {
    return excluded.isEmpty();
  }

  /// The addresses of a host that may be connected to: names are looked up once, so that what was
  /// checked is what is used.
  ///
  /// @throws Excluded when no address is within reach
  /// @throws UnknownHostException when the host has no address
  List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    InetAddress[] found = InetAddress.getAllByName(host);
    List<InetSocketAddress> within =
        Stream.of(found)
            .filter(address -> exclusion(host, address, port).isEmpty())
            .map(address -> new InetSocketAddress(address, port))
            .toList();
    if (within.isEmpty()) {
      throw excluded(host, found[0], port);
    }
    return within;
  }

  private Excluded excluded(String host, InetAddress address, int port) {
    String shown = address.getHostAddress();
    return new Excluded(
        "%s is excluded by the rule %s"
            .formatted(
                host.equals(shown) ? shown : host + " (" + shown + ")",
                exclusion(host, address, port).orElseThrow()));
  }

  private Optional<Rule> exclusion(String host, InetAddress address, int port) {
    List<InetAddress> meant = Rule.meant(address);
    return excluded.stream()
        .filter(rule -> rule.matches(host, meant, port))
        .filter(_ -> allowed.stream().noneMatch(rule -> rule.matches(host, meant, port)))
        .findFirst();
  }

  @Override
  public String toString() {
    return "all but " + excluded + ", and " + allowed;
  }
}
