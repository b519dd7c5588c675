package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.routers.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where nginx and its files are, and how Serin may change them.
///
/// @param includes the folder of the files that Serin generates and nginx includes
/// @param state the folder of the switches, which nginx' workers must be able to read
/// @param probe where nginx answers Serin's probe, best on loopback
/// @param binary nginx' program
/// @param config its main file; empty for the program's own
/// @param prefix its prefix; empty for the program's own
/// @param reload the words of the command that reloads it
/// @param upstream a plain `upstream` that is driven as it is; empty for the generated files
/// @param authorities whose certificates https servers must have, a file of PEM
/// @param log where Serin receives the access log
/// @param logSample one in so many of stable's requests is logged, 1 to 1 000 000
public record NginxSettings(
    Path includes,
    Path state,
    InetSocketAddress probe,
    Mechanism mechanism,
    String binary,
    Optional<String> config,
    Optional<String> prefix,
    List<String> reload,
    Optional<PlainPlace> upstream,
    Path authorities,
    InetSocketAddress log,
    int logSample,
    OnDrift onDrift) {
  /// How a weight gets into nginx.
  public enum Mechanism {
    /// By Lua when nginx has the module, else by files.
    AUTO,
    /// By files that each request looks for.
    FILES,
    /// By a number in memory that all of nginx' workers share; needs the Lua module.
    LUA,
    /// By a new configuration for each weight.
    RELOAD
  }

  /// Where a plain `upstream` stands.
  ///
  /// @param name the word behind `upstream`
  /// @param file that holds the block
  public record PlainPlace(String name, Path file) {}

  /// Reads what a manifest writes under `serin/nginx`.
  ///
  /// @param settings a tree of maps, lists and scalars; null for the defaults
  /// @throws IllegalArgumentException naming the field that can not be used, and what it should be
  public static NginxSettings of(@Nullable Object settings) {
    Settings read = Settings.of(Nginx.KIND, settings);
    read.allow(
        "includes",
        "state",
        "probe",
        "mechanism",
        "binary",
        "config",
        "prefix",
        "reload",
        "upstream",
        "authorities",
        "log",
        "logSample",
        "onDrift",
        "agents",
        "tls");
    Optional<String> config = read.text("config");
    Optional<String> prefix = read.text("prefix");
    String binary = read.text("binary").orElse("nginx");
    List<String> reload = read.texts("reload");
    return new NginxSettings(
        folder(read, "includes", "/etc/nginx/serin"),
        folder(read, "state", "/var/lib/serin/nginx"),
        read.address("probe", "127.0.0.1:9180"),
        read.word("mechanism", Mechanism.AUTO),
        binary,
        config,
        prefix,
        reload.isEmpty() ? command(binary, config, prefix, "-s", "reload") : reload,
        read.part("upstream").map(NginxSettings::plain),
        folder(read, "authorities", "/etc/ssl/certs/ca-certificates.crt"),
        read.address("log", "127.0.0.1:9514"),
        read.logSample(),
        read.onDrift());
  }

  /// The path is written into nginx' configuration, where other letters would mean something.
  private static Path folder(Settings read, String name, String unless) {
    Path path = read.path(name).orElse(Path.of(unless));
    if (!path.isAbsolute() || !path.toString().matches("[A-Za-z0-9._/@+-]+")) {
      throw new IllegalArgumentException(
          "setting %s.%s must be an absolute path of letters, digits and . _ - + @, but is \"%s\""
              .formatted(Nginx.KIND, name, path));
    }
    return path.normalize();
  }

  private static PlainPlace plain(Settings read) {
    read.allow("name", "file");
    String name = read.text("name").orElseThrow(() -> missing("name", "the upstream's name"));
    Path file = read.path("file").orElseThrow(() -> missing("file", "the file that holds it"));
    return new PlainPlace(name, file.toAbsolutePath().normalize());
  }

  private static IllegalArgumentException missing(String name, String what) {
    return new IllegalArgumentException(
        "setting %s.upstream.%s is missing: write %s".formatted(Nginx.KIND, name, what));
  }

  /// A command of this nginx, such as `nginx -c FILE -t`.
  List<String> command(String... words) {
    return command(binary, config, prefix, words);
  }

  private static List<String> command(
      String binary, Optional<String> config, Optional<String> prefix, String... words) {
    List<String> command = new ArrayList<>(List.of(binary));
    prefix.ifPresent(path -> command.addAll(List.of("-p", path)));
    config.ifPresent(path -> command.addAll(List.of("-c", path)));
    command.addAll(List.of(words));
    return List.copyOf(command);
  }

  /// An address as nginx writes it.
  static String written(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
