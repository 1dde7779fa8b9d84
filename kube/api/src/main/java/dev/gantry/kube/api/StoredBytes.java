package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.io.OutputStream;

/// An object as it lies in the store, decoded when somebody looks into it.
final class StoredBytes implements StoredObject {
  private final DecodedObjects decoded;
  private final String key;
  private final byte[] json;
  private final long revision;

  StoredBytes(DecodedObjects decoded, String key, byte[] json, long revision) {
    this.decoded = decoded;
    this.key = key;
    this.json = json;
    this.revision = revision;
  }

  long revision() {
    return revision;
  }

  String key() {
    return key;
  }

  /// The same bytes at the revision that deleted them.
  StoredBytes deletedAt(long deletion) {
    return new StoredBytes(decoded, key, json, deletion);
  }

  @Override
  public KubeObject object() {
    return decoded.get(key, revision, json.length, () -> ObjectEncoding.decode(json, revision));
  }

  @Override
  public String resourceVersion() {
    return Long.toString(revision);
  }

  @Override
  public void writeJson(OutputStream out) throws IOException {
    ObjectEncoding.write(json, revision, out);
  }

  @Override
  public int size() {
    return json.length + 32;
  }
}
