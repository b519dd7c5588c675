package dev.serin.manifest.condition;

import dev.serin.manifest.condition.Type.Array;
import dev.serin.manifest.condition.Type.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions on maps.
final class MapFunctions {
  static final List<Builtins.Builtin> ALL =
      List.of(
          of("keys", "cannot get keys from", m -> Items.of(new ArrayList<>(m.keySet()))),
          of("values", "cannot get values from", m -> Items.of(new ArrayList<>(m.values()))),
          of("toPairs", "cannot transform to pairs:", ListFunctions::pairs),
          new Builtins.Builtin(
              "fromPairs",
              Signature.one(
                  "cannot transform %s from pairs", Signature::list, _ -> Dictionary.OF_PAIRS),
              MapFunctions::fromPairs));

  private MapFunctions() {}

  private interface Listing {
    Items list(Map<?, ?> map);
  }

  private static Builtins.Builtin of(String name, String complaint, Listing listing) {
    return new Builtins.Builtin(
        name,
        Signature.one(complaint + " %s", t -> t instanceof Dictionary, _ -> Array.ANY),
        a -> {
          if (a.at(0) instanceof Map<?, ?> map) {
            return a.made(listing.list(map));
          }
          throw new ConditionFault(complaint + " " + GoText.typeName(a.at(0)));
        });
  }

  private static Object fromPairs(Arguments arguments) {
    var map = new Keyed(false);
    for (Object pair : arguments.items(0, "cannot transform from pairs:")) {
      if (!(pair instanceof Items items)) {
        throw new ConditionFault("invalid pair " + GoText.brief(pair));
      }
      if (items.size() != 2) {
        throw new ConditionFault("invalid pair length " + GoText.brief(pair));
      }
      map.put(Keyed.key(items.getFirst()), items.getLast());
    }
    arguments.run().grow(map.size());
    return map;
  }
}
