package dev.nightshift.local.demo;

import dev.nightshift.local.shop.world.ShopBlueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The shop's policy where there are several shops: what it says of the one, it says of each. */
final class ShopPolicy {

  private ShopPolicy() {}

  /**
   * A copy of the shipped policy.
   *
   * @param shipped about the system of the only shop
   * @param systems that it is to be about
   */
  static String of(Path shipped, Collection<String> systems) throws IOException {
    LoadSettings settings = LoadSettings.builder().build();
    Map<?, ?> policy = (Map<?, ?>) new Load(settings).loadFromString(Files.readString(shipped));
    Map<Object, Object> copy = new LinkedHashMap<>(policy);
    Object one =
        ((Map<?, ?>) policy.get("systems")).get(ShopBlueprint.system(ShopBlueprint.NAMESPACE));
    Map<String, Object> all = new LinkedHashMap<>();
    systems.forEach(system -> all.put(system, one));
    copy.put("systems", all);
    DumpSettings dump = DumpSettings.builder().setDereferenceAliases(true).build();
    return new Dump(dump).dumpToString(copy);
  }
}
