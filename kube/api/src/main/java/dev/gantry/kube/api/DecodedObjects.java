package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Trees of stored objects, each decoded once for all who watch and list it. Bounded by the bytes
/// behind the trees, which are several times as large; what was not used for longest goes first.
final class DecodedObjects {
  private final long capacity;
  private final Map<Version, Decoded> objects = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /// Trees for so much JSON.
  ///
  /// @param capacity the most bytes of JSON to hold trees for
  DecodedObjects(long capacity) {
    this.capacity = capacity;
  }

  private record Version(String key, long revision) {}

  private record Decoded(KubeObject object, int size) {}

  /// Decodes outside the lock: two readers may both do it, and then share the first one's tree.
  KubeObject get(String key, long revision, int size, Supplier<KubeObject> decode) {
    var version = new Version(key, revision);
    return find(version).orElseGet(() -> remember(version, size, decode.get()));
  }

  private synchronized Optional<KubeObject> find(Version version) {
    return Optional.ofNullable(objects.get(version)).map(Decoded::object);
  }

  /// Adds the tree of an object that was just written.
  void put(String key, long revision, int size, KubeObject object) {
    remember(new Version(key, revision), size, object);
  }

  private synchronized KubeObject remember(Version version, int size, KubeObject object) {
    if (size > capacity / 4) {
      return object;
    }
    Decoded present = objects.putIfAbsent(version, new Decoded(object, size));
    if (present != null) {
      return present.object();
    }
    bytes += size;
    var oldest = objects.values().iterator();
    while (bytes > capacity && oldest.hasNext()) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
    return object;
  }
}
