package dev.gantry.app.cli.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `-v` and `--tmpfs`.
///
/// @param binds volumes and directories with a source: `source:target[:options]`
/// @param anonymous targets that get a volume without a name
record VolumeSpecs(List<String> binds, Map<String, Object> anonymous) {
  static VolumeSpecs of(List<String> volumes) {
    List<String> binds = new ArrayList<>();
    Map<String, Object> anonymous = new LinkedHashMap<>();
    for (String volume : volumes) {
      int colon = volume.indexOf(':');
      if (colon < 0) {
        anonymous.put(volume, Map.of());
        continue;
      }
      String source = volume.substring(0, colon);
      // A relative directory is relative to where the user is, not the engine.
      if (source.startsWith(".")) {
        source = Path.of(source).toAbsolutePath().normalize().toString();
      }
      binds.add(source + volume.substring(colon));
    }
    return new VolumeSpecs(binds, anonymous);
  }

  static Map<String, String> tmpfs(List<String> mounts) {
    Map<String, String> tmpfs = new LinkedHashMap<>();
    for (String mount : mounts) {
      int colon = mount.indexOf(':');
      tmpfs.put(
          colon < 0 ? mount : mount.substring(0, colon),
          colon < 0 ? "" : mount.substring(colon + 1));
    }
    return tmpfs;
  }
}
