package dev.gantry.oci.archive;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.linux.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// Writes a tar archive: ustar, with a PAX header before an entry that does not fit. The same
/// entries always give the same bytes, so the digest of a layer does not depend on when or
/// where it is written.
///
/// An `IOException` always comes from the underlying stream. What an entry says and the bytes
/// given for it have to agree; anything else is a mistake of the program.
public final class TarWriter implements AutoCloseable {
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final long MAX_ID = 07777777;
  private static final long MAX_LONG = 077777777777L;
  private static final byte[] ZEROS = new byte[TarHeader.BLOCK * 2];

  /// How exact the times of entries are.
  public enum Times {
    /// Cut to the second, as docker has them in layers.
    SECONDS,
    /// To the nanosecond, at the price of a PAX header for nearly every entry.
    NANOSECONDS
  }

  private final OutputStream out;
  private final Times times;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private long remaining;
  private int padding;

  /// Writes to `out`, which should buffer.
  public TarWriter(OutputStream out, Times times) {
    this.out = out;
    this.times = times;
  }

  /// Writes an entry that has no bytes.
  public void write(TarEntry entry) throws IOException {
    begin(entry);
    requireComplete();
  }

  /// Writes a regular file with its bytes, which must be as many as the entry says.
  public void write(TarEntry entry, byte[] content) throws IOException {
    begin(entry).write(content);
    requireComplete();
  }

  /// Writes a regular file from a stream, which must have as many bytes as the entry says and
  /// stays open.
  public void write(TarEntry entry, InputStream content) throws IOException {
    content.transferTo(begin(entry));
    requireComplete();
  }

  /// Writes the header of an entry. Its bytes are then to be written to the result, which needs
  /// no closing, before the next entry begins.
  public OutputStream begin(TarEntry entry) throws IOException {
    requireComplete();
    out.write(ZEROS, 0, padding);
    var exact =
        times == Times.SECONDS
            ? entry.withModified(entry.modified().truncatedTo(ChronoUnit.SECONDS))
            : entry;
    byte[] pax = paxRecords(exact);
    if (pax.length > 0) {
      writePaxHeader(exact, pax);
    }
    writeHeader(exact);
    remaining = entry.size();
    padding = TarHeader.padding(remaining);
    return new Content();
  }

  /// Writes the end of the archive and flushes; the stream stays open.
  @Override
  public void close() throws IOException {
    requireComplete();
    out.write(ZEROS, 0, padding);
    padding = 0;
    out.write(ZEROS);
    out.flush();
  }

  private void requireComplete() {
    if (remaining > 0) {
      throw new IllegalStateException("tar entry lacks " + remaining + " bytes");
    }
  }

  private static byte[] paxRecords(TarEntry entry) {
    var records = new ByteArrayOutputStream();
    var modified = entry.modified();
    if (modified.getNano() != 0 || !fits(modified.getEpochSecond(), MAX_LONG)) {
      PaxRecords.append(records, PaxRecords.MODIFIED, PaxRecords.time(modified));
    }
    appendNumber(records, PaxRecords.GID, entry.gid(), MAX_ID);
    appendText(records, PaxRecords.GROUP_NAME, entry.groupName(), 31);
    appendText(records, PaxRecords.LINK_PATH, linkName(entry), NAME);
    byte[] name = FileNames.encode(wireName(entry));
    if (prefixLength(name) < 0) {
      PaxRecords.append(records, PaxRecords.PATH, name);
    }
    appendNumber(records, PaxRecords.SIZE, entry.size(), MAX_LONG);
    appendNumber(records, PaxRecords.UID, entry.uid(), MAX_ID);
    appendText(records, PaxRecords.USER_NAME, entry.userName(), 31);
    for (String attribute : entry.xattrs().names()) {
      PaxRecords.append(
          records, PaxRecords.XATTR_PREFIX + attribute, entry.xattrs().value(attribute));
    }
    return records.toByteArray();
  }

  private static void appendNumber(
      ByteArrayOutputStream records, String keyword, long value, long most) {
    if (!fits(value, most)) {
      PaxRecords.append(records, keyword, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void appendText(
      ByteArrayOutputStream records, String keyword, String value, int most) {
    byte[] bytes = FileNames.encode(value);
    if (bytes.length > most) {
      PaxRecords.append(records, keyword, bytes);
    }
  }

  private static boolean fits(long value, long most) {
    return value >= 0 && value <= most;
  }

  private static String wireName(TarEntry entry) {
    boolean slash = entry.kind() instanceof Kind.Directory && !entry.path().endsWith("/");
    return slash ? entry.path() + "/" : entry.path();
  }

  private static String linkName(TarEntry entry) {
    return switch (entry.kind()) {
      case Kind.Symlink(String target) -> target;
      case Kind.HardLink(String target) -> target;
      case Kind.File _, Kind.Directory _, Kind.CharDevice _, Kind.BlockDevice _, Kind.Fifo _ -> "";
    };
  }

  /// Where ustar can split a name: 0 when it need not, the length of the prefix when it can, -1
  /// when it cannot.
  private static int prefixLength(byte[] name) {
    if (name.length <= NAME) {
      return 0;
    }
    for (int i = Math.min(PREFIX, name.length - 2); i > 0; i--) {
      if (name[i] == '/') {
        return name.length - i - 1 <= NAME ? i : -1;
      }
    }
    return -1;
  }

  private void writePaxHeader(TarEntry entry, byte[] records) throws IOException {
    String path = entry.path();
    Arrays.fill(block, (byte) 0);
    putBytes(0, NAME, FileNames.encode("PaxHeaders/" + path.substring(path.lastIndexOf('/') + 1)));
    putCommon(0644, 0, 0, records.length, 0, (byte) 'x');
    finishBlock();
    out.write(records);
    out.write(ZEROS, 0, TarHeader.padding(records.length));
  }

  private void writeHeader(TarEntry entry) throws IOException {
    Arrays.fill(block, (byte) 0);
    byte[] name = FileNames.encode(wireName(entry));
    int prefix = prefixLength(name);
    if (prefix > 0) {
      putBytes(345, PREFIX, Arrays.copyOf(name, prefix));
      putBytes(0, NAME, Arrays.copyOfRange(name, prefix + 1, name.length));
    } else {
      putBytes(0, NAME, name);
    }
    long modified = entry.modified().getEpochSecond();
    putCommon(
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.size(),
        fits(modified, MAX_LONG) ? modified : 0,
        type(entry.kind()));
    putBytes(157, NAME, FileNames.encode(linkName(entry)));
    putBytes(265, 31, FileNames.encode(entry.userName()));
    putBytes(297, 31, FileNames.encode(entry.groupName()));
    switch (entry.kind()) {
      case Kind.CharDevice(int major, int minor) -> putDevice(major, minor);
      case Kind.BlockDevice(int major, int minor) -> putDevice(major, minor);
      case Kind.File _, Kind.Directory _, Kind.Symlink _, Kind.HardLink _, Kind.Fifo _ ->
          putDevice(0, 0);
    }
    finishBlock();
  }

  private static byte type(Kind kind) {
    return (byte)
        switch (kind) {
          case Kind.File _ -> '0';
          case Kind.HardLink _ -> '1';
          case Kind.Symlink _ -> '2';
          case Kind.CharDevice _ -> '3';
          case Kind.BlockDevice _ -> '4';
          case Kind.Directory _ -> '5';
          case Kind.Fifo _ -> '6';
        };
  }

  private void putCommon(int mode, long uid, long gid, long size, long modified, byte type) {
    putOctal(100, 8, mode);
    putOctal(108, 8, fits(uid, MAX_ID) ? uid : 0);
    putOctal(116, 8, fits(gid, MAX_ID) ? gid : 0);
    putOctal(124, 12, fits(size, MAX_LONG) ? size : 0);
    putOctal(136, 12, modified);
    block[156] = type;
    putBytes(257, 8, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
  }

  private void putDevice(int major, int minor) {
    putOctal(329, 8, major);
    putOctal(337, 8, minor);
  }

  /// What does not fit is cut off: a PAX record has it whole.
  private void putBytes(int offset, int most, byte[] bytes) {
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, most));
  }

  private void putOctal(int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
  }

  private void finishBlock() throws IOException {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    putOctal(148, 7, sum);
    block[154] = 0;
    out.write(block);
  }

  private final class Content extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > remaining) {
        throw new IllegalStateException(
            "tar entry gets %d bytes more than its size".formatted(length - remaining));
      }
      out.write(bytes, from, length);
      remaining -= length;
    }
  }
}
