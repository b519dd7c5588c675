package dev.serin.server.site;

import dev.serin.core.analysis.Secrets;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Secrets in environment variables and files, each named on the command line.
public final class SecretPlaces implements Secrets {
  private final Map<String, String> places;
  private final Map<String, String> environment;

  /// Secrets at these places.
  ///
  /// @param places `namespace/name/key`, or `name/key` for every namespace, to `env:VAR` or
  ///     `file:PATH`
  public SecretPlaces(Map<String, String> places, Map<String, String> environment) {
    this.places = Map.copyOf(places);
    this.environment = environment;
  }

  /// The places with paths that mean the same from any folder.
  ///
  /// @throws Refusal when one is not written as it should be
  public static Map<String, String> absolute(Map<String, String> places) {
    Map<String, String> absolute = new LinkedHashMap<>();
    places.forEach(
        (name, place) -> {
          boolean file = place.startsWith("file:") && place.length() > 5;
          boolean variable = place.startsWith("env:") && place.length() > 4;
          if (!name.matches("(?:[^/]+/){1,2}[^/]+") || !(file || variable)) {
            throw new Refusal(
                "--secret '"
                    + name
                    + "="
                    + place
                    + "' must be NAMESPACE/NAME/KEY=env:VAR or NAMESPACE/NAME/KEY=file:PATH;"
                    + " NAME/KEY alone holds for every namespace");
          }
          absolute.put(name, file ? "file:" + Path.of(place.substring(5)).toAbsolutePath() : place);
        });
    return absolute;
  }

  @Override
  public Optional<String> read(String namespace, String name, String key) {
    String everywhere = places.getOrDefault(name + "/" + key, "");
    String place = places.getOrDefault(namespace + "/" + name + "/" + key, everywhere);
    if (place.startsWith("env:")) {
      return Optional.ofNullable(environment.get(place.substring(4)));
    }
    if (!place.startsWith("file:")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(place.substring(5))).stripTrailing());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
