package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// The file beside the tree of a snapshot that says which one it is: a line for each field, and
/// one with the checksum of those before it, so that a damaged record is noticed.
final class SnapshotRecord {
  private static final String VERSION = "gantry-snapshot 1";
  private static final String CHECKSUM = "crc32";

  private SnapshotRecord() {}

  /// @param rootOpaque whether the layer hides all below it, so that the stack ends here
  record Layer(
      ChainId chain,
      Optional<ChainId> parent,
      Instant created,
      SnapshotUsage usage,
      boolean rootOpaque) {}

  /// @param readOnly whether it is a view
  record Active(String key, Optional<ChainId> parent, Instant created, boolean readOnly) {}

  static byte[] encode(Layer layer) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("chain", layer.chain().toString());
    layer.parent().ifPresent(parent -> fields.put("parent", parent.toString()));
    fields.put("created", layer.created().toString());
    fields.put("bytes", Long.toString(layer.usage().bytes()));
    fields.put("inodes", Long.toString(layer.usage().inodes()));
    fields.put("rootOpaque", Boolean.toString(layer.rootOpaque()));
    return encode(fields);
  }

  static byte[] encode(Active active) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("key", active.key());
    active.parent().ifPresent(parent -> fields.put("parent", parent.toString()));
    fields.put("created", active.created().toString());
    fields.put("readOnly", Boolean.toString(active.readOnly()));
    return encode(fields);
  }

  private static byte[] encode(Map<String, String> fields) {
    var text = new StringBuilder(VERSION).append('\n');
    fields.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return (text + CHECKSUM + " " + checksum(text.toString()) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// @throws InvalidArgumentException if the record is damaged or of another version
  static Layer decodeLayer(byte[] record) {
    var fields = decode(record);
    return parsed(
        () ->
            new Layer(
                ChainId.parse(get(fields, "chain")),
                parent(fields),
                Instant.parse(get(fields, "created")),
                new SnapshotUsage(
                    Long.parseLong(get(fields, "bytes")), Long.parseLong(get(fields, "inodes"))),
                Boolean.parseBoolean(get(fields, "rootOpaque"))));
  }

  /// @throws InvalidArgumentException if the record is damaged or of another version
  static Active decodeActive(byte[] record) {
    var fields = decode(record);
    return parsed(
        () ->
            new Active(
                get(fields, "key"),
                parent(fields),
                Instant.parse(get(fields, "created")),
                Boolean.parseBoolean(get(fields, "readOnly"))));
  }

  private static Optional<ChainId> parent(Map<String, String> fields) {
    return Optional.ofNullable(fields.get("parent")).map(ChainId::parse);
  }

  private static Map<String, String> decode(byte[] record) {
    String text = new String(record, StandardCharsets.UTF_8);
    if (!text.startsWith(VERSION + "\n")) {
      throw new InvalidArgumentException("record is not of version '" + VERSION + "'");
    }
    int end = text.lastIndexOf(CHECKSUM + " ");
    if (end < 0
        || !text.substring(end).equals(CHECKSUM + " " + checksum(text.substring(0, end)) + "\n")) {
      throw new InvalidArgumentException("record is damaged");
    }
    var fields = new LinkedHashMap<String, String>();
    for (String line : text.substring(0, end).split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        fields.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return fields;
  }

  private static String get(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new InvalidArgumentException("record without " + name);
    }
    return value;
  }

  private interface Parsing<T> {
    T run();
  }

  private static <T> T parsed(Parsing<T> parsing) {
    try {
      return parsing.run();
    } catch (NumberFormatException | DateTimeException e) {
      throw new InvalidArgumentException("record is damaged: " + e.getMessage(), e);
    }
  }

  private static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
