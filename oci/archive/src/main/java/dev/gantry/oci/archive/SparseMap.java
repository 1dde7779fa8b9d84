package dev.gantry.oci.archive;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.FileNames;
import java.io.IOException;
import java.util.Arrays;

/// Where the stored bytes of a file belong: extents in ascending order, holes between them. An
/// ordinary file is one extent.
final class SparseMap {
  private static final int EXTENTS_IN_HEADER = 4;
  private static final int EXTENTS_IN_EXTENSION = 21;
  private static final int HEADER_OFFSET = 386;
  private static final int FIELD = 12;

  private long[] offsets = new long[4];
  private long[] lengths = new long[4];
  private int count;
  private long stored;
  private final int limit;

  private SparseMap(int limit) {
    this.limit = limit;
  }

  static SparseMap dense(long size) {
    var map = new SparseMap(1);
    map.add(0, size);
    return map;
  }

  /// GNU's own format: four extents in the header, more in blocks that follow it and are not
  /// counted in the entry's size.
  static SparseMap readGnu(TarHeader header, TarSource source, int limit) throws IOException {
    var map = new SparseMap(limit);
    map.addGnu(header, HEADER_OFFSET, EXTENTS_IN_HEADER);
    boolean more = header.moreSparseInHeader();
    while (more) {
      byte[] block = new byte[TarHeader.BLOCK];
      source.readFully(block);
      var extension = new TarHeader(block);
      map.addGnu(extension, 0, EXTENTS_IN_EXTENSION);
      more = extension.moreSparseInExtension();
    }
    return map;
  }

  private void addGnu(TarHeader header, int start, int places) {
    for (int i = 0; i < places; i++) {
      int at = start + i * 2 * FIELD;
      long offset = header.number(at, FIELD, "sparse offset");
      long length = header.number(at + FIELD, FIELD, "sparse length");
      if (offset == 0 && length == 0) {
        return; // unused places are zero
      }
      add(offset, length);
    }
  }

  /// PAX formats 0.0 and 0.1: `offset,length,offset,length,…`.
  static SparseMap parse(byte[] list, int limit) {
    String[] numbers = FileNames.decode(list).split(",", -1);
    if (numbers.length % 2 != 0) {
      throw PaxRecords.malformed("sparse map with an odd count of numbers");
    }
    var map = new SparseMap(limit);
    for (int i = 0; i < numbers.length; i += 2) {
      map.add(number(numbers[i]), number(numbers[i + 1]));
    }
    return map;
  }

  /// PAX format 1.0: lines of numbers at the start of the entry's data.
  static SparseMap readLines(Lines lines, int limit) throws IOException {
    var map = new SparseMap(limit);
    long extents = number(lines.next());
    for (long i = 0; i < extents; i++) {
      long offset = number(lines.next());
      map.add(offset, number(lines.next()));
    }
    return map;
  }

  /// Where the lines of format 1.0 come from.
  interface Lines {
    String next() throws IOException;
  }

  private static long number(String digits) {
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw PaxRecords.malformed("sparse map has '" + digits + "'");
    }
  }

  private void add(long offset, long length) {
    if (offset < end() || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new InvalidArgumentException("invalid tar header: sparse map is not in order");
    }
    if (length == 0) {
      return; // how writers mark the end of a file that ends in a hole
    }
    if (count == limit) {
      throw new InvalidArgumentException("tar entry with more than " + limit + " sparse extents");
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
      lengths = Arrays.copyOf(lengths, count * 2);
    }
    offsets[count] = offset;
    lengths[count] = length;
    stored += length;
    count++;
  }

  private long end() {
    return count == 0 ? 0 : offsets[count - 1] + lengths[count - 1];
  }

  /// Checks the map against the size of the file and the bytes the archive stores of it.
  void verify(long realSize, long storedSize) {
    if (realSize < end() || stored != storedSize) {
      throw new InvalidArgumentException(
          "invalid tar header: sparse map of %d bytes up to %d, but the entry has %d up to %d"
              .formatted(stored, end(), storedSize, realSize));
    }
  }

  int count() {
    return count;
  }

  long offset(int extent) {
    return offsets[extent];
  }

  long length(int extent) {
    return lengths[extent];
  }
}
