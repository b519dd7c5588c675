package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A split by `split_clients`, exact to a hundredth of a percent: each weight is a new
/// configuration.
///
/// @param folder of the switches
record ReloadSplit(Names names, String folder) implements Split {
  private static final String FILE = Folder.TEXT + "conf";
  private static final int PPM = 100;
  private static final Pattern SPLIT =
      Pattern.compile("(?s).*\\{ (?:([0-9]{1,3}\\.[0-9]{2})% ([12]); )?\\* ([12]); \\}\n.*");

  @Override
  public NginxSettings.Mechanism mechanism() {
    return NginxSettings.Mechanism.RELOAD;
  }

  @Override
  public List<String> http() {
    return List.of("include %s/%s;".formatted(folder, FILE));
  }

  @Override
  public List<String> location() {
    return List.of("set $serin_number %s;".formatted(names.variable("split")));
  }

  @Override
  public List<String> probe() {
    return List.of("set $serin_state %s;".formatted(names.variable("state")));
  }

  @Override
  public Share share(Weight canary, boolean second, int salt) {
    int hundredths = Math.round(canary.ppm() / (float) PPM);
    String one = second ? "2" : "1";
    String other = second ? "1" : "2";
    String part = String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
    // The canary comes first: as its part grows, whoever was in it stays. Nginx takes no 0%.
    String line = hundredths == 0 ? "" : "%s%% %s; ".formatted(part, one);
    String state = "%s-%s-%08x".formatted(one, part, salt);
    String text =
        """
        split_clients "$serin_id|%08x" %s { %s* %s; }
        map "" %s { default %s; }
        """
            .formatted(salt, names.variable("split"), line, other, names.variable("state"), state);
    return new Share(new TreeMap<>(Map.of(FILE, text)), state, new Weight(hundredths * PPM));
  }

  @Override
  public Optional<Weight> toSecond(Map<String, String> switches) {
    Matcher split = SPLIT.matcher(switches.getOrDefault(FILE, ""));
    if (!split.matches()) {
      return Optional.empty();
    }
    String part = split.group(1) == null ? "0.00" : split.group(1);
    int first = Math.min(Weight.SCALE, Integer.parseInt(part.replace(".", "")) * PPM);
    boolean toSecond = "1".equals(split.group(3));
    return Optional.of(new Weight(toSecond ? first : Weight.SCALE - first));
  }

  @Override
  public Optional<String> bring(Probe probe, Control control, String etag) {
    Control.Ran test = control.test();
    if (!test.ok()) {
      return Optional.of("nginx refuses the configuration: " + test.told());
    }
    Control.Ran reload = control.reload();
    return reload.ok()
        ? Optional.empty()
        : Optional.of("nginx could not be reloaded: " + reload.told());
  }
}
