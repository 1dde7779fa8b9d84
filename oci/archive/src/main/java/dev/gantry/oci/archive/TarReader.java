package dev.gantry.oci.archive;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.FileNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a tar archive from front to back: v7, ustar, star, GNU (long names, sparse files,
/// base-256 numbers) and PAX (local and global headers, sparse formats 0.0, 0.1 and 1.0).
///
/// The archive is not trusted. What is malformed or beyond the [TarLimits] ends in an
/// [InvalidArgumentException]; an `IOException` always comes from the underlying stream. The
/// reader buffers, so it takes more from that stream than the archive has; [#drain] reads the
/// rest of it, for callers that hash what they read.
///
/// ```java
/// var reader = new TarReader(stream, TarLimits.DEFAULT);
/// for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
///   if (entry.get().path().equals("manifest.json")) {
///     return reader.content().readAllBytes();
///   }
/// }
/// ```
public final class TarReader {
  private static final int LONGEST_NUMBER = 20;

  private final TarSource source;
  private final TarLimits limits;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private final Map<String, byte[]> global = new HashMap<>();
  private long entries;
  private boolean ended;

  // The entry read last: how much of its data is still to be read, and where it belongs.
  private long remaining;
  private int padding;
  private SparseMap extents = SparseMap.dense(0);
  private long realSize;

  public TarReader(InputStream in, TarLimits limits) {
    this.source = new TarSource(in);
    this.limits = limits;
  }

  /// Skips what is unread of the last entry and reads the next one; empty at the archive's end.
  public Optional<TarEntry> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    source.skip(remaining + padding);
    var extensions = new TarExtensions(source, limits, global);
    while (readHeaderBlock()) {
      var header = new TarHeader(block);
      header.verifyChecksum();
      if (!extensions.take(header)) {
        if (++entries > limits.entries()) {
          throw new InvalidArgumentException(
              "tar archive with more than " + limits.entries() + " entries");
        }
        return Optional.of(entry(header, extensions));
      }
    }
    ended = true;
    startContent(0);
    return Optional.empty();
  }

  /// The bytes of the last entry, holes filled with zeros. Valid until the next call of
  /// [#next]; closing it does nothing.
  public InputStream content() {
    return new Content();
  }

  /// Gives the stored bytes of the last entry to `sink`, piece by piece, holes left out.
  ///
  /// @return where the last of them ends
  long readExtents(ExtentSink sink) throws IOException {
    long end = 0;
    for (int i = 0; i < extents.count(); i++) {
      source.transfer(extents.offset(i), extents.length(i), sink);
      end = extents.offset(i) + extents.length(i);
    }
    remaining = 0;
    return end;
  }

  /// Takes bytes that belong at an offset of a file.
  interface ExtentSink {
    void write(long offset, byte[] bytes, int from, int length) throws IOException;
  }

  /// Reads the underlying stream to its end, past the archive's end. Call it after [#next] has
  /// returned empty.
  public void drain() throws IOException {
    source.drain();
  }

  /// Reads a header block; false at the end of the archive, which is a zero block followed by
  /// another or by nothing, or, as all readers tolerate, just nothing.
  private boolean readHeaderBlock() throws IOException {
    if (source.atEnd()) {
      return false;
    }
    source.readFully(block);
    if (!TarHeader.isZero(block)) {
      return true;
    }
    if (source.atEnd()) {
      return false;
    }
    source.readFully(block);
    if (TarHeader.isZero(block)) {
      return false;
    }
    throw new InvalidArgumentException("invalid tar header: data after a zero block");
  }

  private TarEntry entry(TarHeader header, TarExtensions extensions) throws IOException {
    String name = extensions.name().orElseGet(header::name);
    byte type = header.type();
    if (type == 0 && name.endsWith("/")) {
      type = '5'; // what a directory looked like before ustar
    }
    Kind kind =
        switch (type) {
          case 0, '0', '7', 'S' -> readFile(header, extensions);
          case '1' -> new Kind.HardLink(checkedPath(linkName(header, extensions)));
          case '2' -> new Kind.Symlink(checkedPath(linkName(header, extensions)));
          case '3' -> new Kind.CharDevice(header.deviceMajor(), header.deviceMinor());
          case '4' -> new Kind.BlockDevice(header.deviceMajor(), header.deviceMinor());
          case '5' -> new Kind.Directory();
          case '6' -> new Kind.Fifo();
          default ->
              throw new InvalidArgumentException(
                  "tar entry %s: type %s is not supported".formatted(name, describe(type)));
        };
    if (!(kind instanceof Kind.File)) {
      startContent(0); // some writers give links the size of their target, yet no data
    }
    return new TarEntry(
        checkedPath(withoutTrailingSlashes(extensions.text(PaxRecords.SPARSE_NAME).orElse(name))),
        kind,
        header.mode(),
        extensions.number(PaxRecords.UID).orElseGet(header::uid),
        extensions.number(PaxRecords.GID).orElseGet(header::gid),
        extensions.text(PaxRecords.USER_NAME).orElseGet(header::userName),
        extensions.text(PaxRecords.GROUP_NAME).orElseGet(header::groupName),
        modified(header, extensions),
        extensions.xattrs());
  }

  private static String linkName(TarHeader header, TarExtensions extensions) {
    return extensions.linkName().orElseGet(header::linkName);
  }

  private static Instant modified(TarHeader header, TarExtensions extensions) {
    var exact = extensions.value(PaxRecords.MODIFIED);
    if (exact.isPresent()) {
      return PaxRecords.time(exact.get(), PaxRecords.MODIFIED);
    }
    try {
      return Instant.ofEpochSecond(header.modifiedSeconds());
    } catch (DateTimeException e) {
      throw new InvalidArgumentException("invalid tar header: mtime is out of range", e);
    }
  }

  private static String describe(byte type) {
    return type > ' ' && type < 127 ? "'" + (char) type + "'" : Integer.toString(type & 0xFF);
  }

  private static String withoutTrailingSlashes(String name) {
    int end = name.length();
    while (end > 1 && name.charAt(end - 1) == '/') {
      end--;
    }
    return name.substring(0, end);
  }

  private String checkedPath(String path) {
    int most = limits.pathBytes();
    // No char takes more than three bytes, so short paths need no encoding to be measured.
    if (path.length() > most
        || (path.length() > most / 3 && FileNames.encode(path).length > most)) {
      throw new InvalidArgumentException("tar entry with a path of more than " + most + " bytes");
    }
    if (path.indexOf('\0') >= 0) {
      throw new InvalidArgumentException("invalid tar header: path with a zero byte");
    }
    return path;
  }

  private Kind.File readFile(TarHeader header, TarExtensions extensions) throws IOException {
    long size = extensions.number(PaxRecords.SIZE).orElseGet(header::size);
    if (size < 0) {
      throw new InvalidArgumentException("invalid tar header: size is " + size);
    }
    startContent(size);
    var list = extensions.value(PaxRecords.SPARSE_MAP);
    if (header.type() == 'S') {
      realSize = header.sparseRealSize();
      extents = SparseMap.readGnu(header, source, limits.sparseExtents());
    } else if (extensions.has(PaxRecords.SPARSE_MAJOR)) {
      realSize = sparseSize(extensions);
      extents = readLeadingSparseMap(extensions);
    } else if (list.isPresent()) {
      realSize = sparseSize(extensions);
      extents = SparseMap.parse(list.get(), limits.sparseExtents());
    }
    extents.verify(realSize, remaining);
    return new Kind.File(realSize);
  }

  private void startContent(long size) {
    remaining = size;
    padding = TarHeader.padding(size);
    realSize = size;
    extents = SparseMap.dense(size);
  }

  private long sparseSize(TarExtensions extensions) {
    return extensions
        .number(PaxRecords.SPARSE_REAL_SIZE)
        .or(() -> extensions.number(PaxRecords.SPARSE_SIZE))
        .orElse(realSize);
  }

  private SparseMap readLeadingSparseMap(TarExtensions extensions) throws IOException {
    if (extensions.number(PaxRecords.SPARSE_MAJOR).orElse(0L) != 1
        || extensions.number(PaxRecords.SPARSE_MINOR).orElse(0L) != 0) {
      throw PaxRecords.malformed("sparse format is neither 0.0, 0.1 nor 1.0");
    }
    long before = remaining;
    var map = SparseMap.readLines(this::readLine, limits.sparseExtents());
    int mapPadding = TarHeader.padding(before - remaining);
    if (mapPadding > remaining) {
      throw PaxRecords.malformed("sparse map is longer than the entry");
    }
    source.skip(mapPadding);
    remaining -= mapPadding;
    return map;
  }

  private String readLine() throws IOException {
    var digits = new StringBuilder();
    while (remaining > 0 && digits.length() <= LONGEST_NUMBER) {
      byte b = source.readByte();
      remaining--;
      if (b == '\n') {
        return digits.toString();
      }
      digits.append((char) b);
    }
    throw PaxRecords.malformed("sparse map does not end");
  }

  private final class Content extends InputStream {
    private final long entry = entries;
    private int extent;
    private long offset;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (entry != entries || ended) {
        throw new EOFException("the archive has been read past this entry");
      }
      if (offset >= realSize) {
        return -1;
      }
      if (extent < extents.count() && offset == extentEnd()) {
        extent++;
      }
      int piece = isHole() ? fillHole(into, from, length) : readData(into, from, length);
      offset += piece;
      return piece;
    }

    private long extentEnd() {
      return extents.offset(extent) + extents.length(extent);
    }

    private boolean isHole() {
      return extent == extents.count() || offset < extents.offset(extent);
    }

    private int fillHole(byte[] into, int from, int length) {
      long end = extent < extents.count() ? extents.offset(extent) : realSize;
      int zeros = (int) Math.min(length, end - offset);
      Arrays.fill(into, from, from + zeros, (byte) 0);
      return zeros;
    }

    private int readData(byte[] into, int from, int length) throws IOException {
      int piece = source.read(into, from, Math.min(length, extentEnd() - offset));
      remaining -= piece;
      return piece;
    }
  }
}
