package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A split by a number in memory that all workers share, exact to one in a million. A file holds it
/// too, so that it is the same after nginx starts anew.
///
/// The number is changed by asking the probe to read the file again. It takes nothing from whoever
/// asks, so that it needs no secret.
///
/// @param folder of the switches
record LuaSplit(Names names, String folder) implements Split {
  private static final String FILE = Folder.TEXT + "arc";

  /// Two numbers in one, since they must change at once: the first place of the arc, and how long
  /// it is.
  private static final long FACTOR = 1L << 21;

  private static final Pattern ARC = Pattern.compile("([0-9]{1,15})\n");

  @Override
  public NginxSettings.Mechanism mechanism() {
    return NginxSettings.Mechanism.LUA;
  }

  private String memory() {
    return "serin_" + names.mark();
  }

  @Override
  public List<String> http() {
    return List.of("lua_shared_dict %s 64k;".formatted(memory()));
  }

  /// Reads the file into memory: when that is empty, or always.
  private List<String> load(boolean always) {
    return List.of(
        "  local memory = ngx.shared[\"%s\"]".formatted(memory()),
        "  local arc = %s".formatted(always ? "nil" : "memory:get(\"arc\")"),
        "  if not arc then",
        "    local file = io.open(\"%s/%s\")".formatted(folder, FILE),
        "    arc = file and tonumber(file:read(\"*l\")) or 0",
        "    if file then file:close() end",
        "    memory:set(\"arc\", arc)",
        "  end");
  }

  private static List<String> block(String start, List<String> load, String... end) {
    List<String> lines = new ArrayList<>();
    lines.add(start + " {");
    lines.addAll(load);
    lines.addAll(List.of(end));
    lines.add("}");
    return lines;
  }

  @Override
  public List<String> location() {
    return block(
        "set_by_lua_block $serin_number",
        load(false),
        "  local user = tonumber(string.sub(ngx.var.serin_id, 1, 8), 16)",
        "  local place = math.floor(user * %d / 4294967296)".formatted(Weight.SCALE),
        "  local start = math.floor(arc / %d)".formatted(FACTOR),
        "  return (place - start) %% %d < arc %% %d and 2 or 1".formatted(Weight.SCALE, FACTOR));
  }

  @Override
  public List<String> probe() {
    return block(
        "set_by_lua_block $serin_state", load(false), "  return string.format(\"%.0f\", arc)");
  }

  @Override
  public List<String> locations() {
    List<String> lines = new ArrayList<>();
    lines.add("location = %s/refresh {".formatted(Probe.path(names.key())));
    block("content_by_lua_block", load(true), "  ngx.say(\"read seen \", arc)")
        .forEach(line -> lines.add("  " + line));
    lines.add("}");
    return lines;
  }

  @Override
  public Share share(Weight canary, boolean second, int salt) {
    long from = Math.floorMod(salt, Weight.SCALE);
    long start = second ? from : (from + canary.ppm()) % Weight.SCALE;
    long length = second ? canary.ppm() : Weight.SCALE - canary.ppm();
    String arc = Long.toString(start * FACTOR + length);
    return new Share(new TreeMap<>(Map.of(FILE, arc + "\n")), arc, canary);
  }

  @Override
  public Optional<Weight> toSecond(Map<String, String> switches) {
    Matcher arc = ARC.matcher(switches.getOrDefault(FILE, ""));
    if (!arc.matches()) {
      return Optional.empty();
    }
    long length = Long.parseLong(arc.group(1)) % FACTOR;
    return Optional.of(new Weight((int) Math.min(length, Weight.SCALE)));
  }

  @Override
  public Optional<String> bring(Probe probe, Control control, String etag) {
    return probe.refresh(etag) instanceof Probe.Answer.Runs
        ? Optional.empty()
        : Optional.of("nginx does not read the file of the weight again");
  }
}
