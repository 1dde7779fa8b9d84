package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the engine describes objects of each kind; what every `inspect` fetches.
public final class ObjectDetails {
  private static final Map<String, String> COLLECTIONS = new LinkedHashMap<>();

  static {
    COLLECTIONS.put("container", "/containers/");
    COLLECTIONS.put("image", "/images/");
    COLLECTIONS.put("network", "/networks/");
    COLLECTIONS.put("volume", "/volumes/");
    COLLECTIONS.put("service", "/services/");
    COLLECTIONS.put("task", "/tasks/");
    COLLECTIONS.put("node", "/nodes/");
    COLLECTIONS.put("plugin", "/plugins/");
    COLLECTIONS.put("secret", "/secrets/");
    COLLECTIONS.put("config", "/configs/");
  }

  private ObjectDetails() {}

  /// The kinds of objects that can be inspected.
  public static Set<String> kinds() {
    return COLLECTIONS.keySet();
  }

  /// The raw description of one object.
  public static byte[] fetch(EngineClient engine, String type, String reference, boolean size)
      throws IOException {
    boolean json = List.of("container", "image", "plugin").contains(type);
    ApiPath path =
        ApiPath.of(String.valueOf(COLLECTIONS.get(type))).id(reference, json ? "/json" : "");
    path.flag("size", size && type.equals("container"));
    return engine.get(path).bytes();
  }
}
