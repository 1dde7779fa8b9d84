package dev.gantry.oci.archive;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.FileNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the header blocks before an entry say about it: PAX records, local over global, and GNU
/// long names.
final class TarExtensions {
  private final TarSource source;
  private final TarLimits limits;
  private final Map<String, byte[]> global;
  private final Map<String, byte[]> records;
  private Optional<String> longName = Optional.empty();
  private Optional<String> longLink = Optional.empty();
  private int bytes;

  TarExtensions(TarSource source, TarLimits limits, Map<String, byte[]> global) {
    this.source = source;
    this.limits = limits;
    this.global = global;
    this.records = new HashMap<>(global);
  }

  /// Takes `header` and its data when it says something about the next entry; false when it is
  /// the entry.
  boolean take(TarHeader header) throws IOException {
    switch (header.type()) {
      case 'x', 'X' -> PaxRecords.parse(read(header), records);
      case 'g' -> takeGlobal(read(header));
      case 'L' -> longName = Optional.of(upToZero(read(header)));
      case 'K' -> longLink = Optional.of(upToZero(read(header)));
      case 'V' -> read(header); // a volume label
      default -> {
        return false;
      }
    }
    return true;
  }

  private void takeGlobal(byte[] data) {
    PaxRecords.parse(data, global);
    if (global.values().stream().mapToLong(v -> v.length).sum() > limits.headerBytes()) {
      throw tooLarge();
    }
    PaxRecords.parse(data, records);
  }

  private byte[] read(TarHeader header) throws IOException {
    long size = header.size();
    if (size < 0 || size > limits.headerBytes() - bytes) {
      throw tooLarge();
    }
    bytes += (int) size;
    byte[] data = new byte[(int) size];
    source.readFully(data);
    source.skip(TarHeader.padding(size));
    return data;
  }

  private InvalidArgumentException tooLarge() {
    return new InvalidArgumentException(
        "tar entry with more than " + limits.headerBytes() + " bytes of header");
  }

  private static String upToZero(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return FileNames.decode(data, 0, end);
  }

  Optional<String> name() {
    return text(PaxRecords.PATH).or(() -> longName);
  }

  Optional<String> linkName() {
    return text(PaxRecords.LINK_PATH).or(() -> longLink);
  }

  boolean has(String keyword) {
    return records.containsKey(keyword);
  }

  Optional<byte[]> value(String keyword) {
    return Optional.ofNullable(records.get(keyword));
  }

  Optional<String> text(String keyword) {
    return value(keyword).map(FileNames::decode);
  }

  Optional<Long> number(String keyword) {
    return value(keyword).map(v -> PaxRecords.number(v, keyword));
  }

  TarXattrs xattrs() {
    if (records.isEmpty()) {
      return TarXattrs.NONE;
    }
    var found = new HashMap<String, byte[]>();
    records.forEach(
        (keyword, value) -> {
          if (keyword.startsWith(PaxRecords.XATTR_PREFIX)) {
            found.put(keyword.substring(PaxRecords.XATTR_PREFIX.length()), value);
          }
        });
    if (found.size() > limits.xattrs()) {
      throw new InvalidArgumentException(
          "tar entry with more than " + limits.xattrs() + " extended attributes");
    }
    return TarXattrs.of(found);
  }
}
