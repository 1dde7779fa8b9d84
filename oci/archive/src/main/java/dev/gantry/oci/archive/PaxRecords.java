package dev.gantry.oci.archive;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.FileNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// The records of a PAX extended header: `"<length> <keyword>=<value>\n"`. Values stay bytes.
final class PaxRecords {
  static final String PATH = "path";
  static final String LINK_PATH = "linkpath";
  static final String SIZE = "size";
  static final String UID = "uid";
  static final String GID = "gid";
  static final String USER_NAME = "uname";
  static final String GROUP_NAME = "gname";
  static final String MODIFIED = "mtime";
  static final String XATTR_PREFIX = "SCHILY.xattr.";
  static final String SPARSE_MAJOR = "GNU.sparse.major";
  static final String SPARSE_MINOR = "GNU.sparse.minor";
  static final String SPARSE_NAME = "GNU.sparse.name";
  static final String SPARSE_SIZE = "GNU.sparse.size";
  static final String SPARSE_REAL_SIZE = "GNU.sparse.realsize";
  static final String SPARSE_MAP = "GNU.sparse.map";
  private static final String SPARSE_OFFSET = "GNU.sparse.offset";
  private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";

  private PaxRecords() {}

  /// Adds the records in `data` to `into`; one with an empty value removes the keyword. Sparse
  /// maps of format 0.0, which repeat two keywords, come out as the single list format 0.1 has.
  static void parse(byte[] data, Map<String, byte[]> into) {
    int at = 0;
    boolean ownMap = false;
    while (at < data.length) {
      int space = indexOf(data, (byte) ' ', at, data.length);
      int length = recordLength(data, at, space);
      int end = at + length;
      if (end > data.length || end <= space + 1 || data[end - 1] != '\n') {
        throw malformed("record does not end where its length says");
      }
      int equals = indexOf(data, (byte) '=', space + 1, end - 1);
      if (equals <= space + 1) {
        throw malformed("record without keyword");
      }
      String keyword = FileNames.decode(data, space + 1, equals - space - 1);
      byte[] value = new byte[end - 1 - equals - 1];
      System.arraycopy(data, equals + 1, value, 0, value.length);
      if (keyword.indexOf('\0') >= 0) {
        throw malformed("keyword with a zero byte");
      }
      if (keyword.equals(SPARSE_OFFSET) || keyword.equals(SPARSE_LENGTH)) {
        appendToMap(into, value, ownMap);
        ownMap = true;
      } else if (value.length == 0) {
        into.remove(keyword);
      } else {
        into.put(keyword, value);
      }
      at = end;
    }
  }

  private static int recordLength(byte[] data, int from, int space) {
    if (space < 0 || space == from || space - from > 9) {
      throw malformed("record without length");
    }
    int length = 0;
    for (int i = from; i < space; i++) {
      if (data[i] < '0' || data[i] > '9') {
        throw malformed("record length is not a number");
      }
      length = length * 10 + (data[i] - '0');
    }
    return length;
  }

  private static void appendToMap(Map<String, byte[]> into, byte[] value, boolean append) {
    byte[] before = append ? into.get(SPARSE_MAP) : null;
    if (before == null) {
      into.put(SPARSE_MAP, value);
      return;
    }
    byte[] joined = new byte[before.length + 1 + value.length];
    System.arraycopy(before, 0, joined, 0, before.length);
    joined[before.length] = ',';
    System.arraycopy(value, 0, joined, before.length + 1, value.length);
    into.put(SPARSE_MAP, joined);
  }

  private static int indexOf(byte[] data, byte wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// Appends one record to `out`. Its length counts its own digits.
  static void append(ByteArrayOutputStream out, String keyword, byte[] value) {
    byte[] key = FileNames.encode(keyword);
    int body = 1 + key.length + 1 + value.length + 1;
    int length = body + 1;
    while (Integer.toString(length).length() + body != length) {
      length = Integer.toString(length).length() + body;
    }
    out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(key);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
  }

  static long number(byte[] value, String keyword) {
    String text = FileNames.decode(value);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw malformed(keyword + " is " + text);
    }
  }

  /// Parses `[-]seconds[.fraction]`; digits beyond nanoseconds are cut off.
  static Instant time(byte[] value, String keyword) {
    String text = FileNames.decode(value);
    int dot = text.indexOf('.');
    String whole = dot < 0 ? text : text.substring(0, dot);
    String fraction = dot < 0 ? "" : text.substring(dot + 1);
    try {
      long seconds = Long.parseLong(whole);
      long nanos = 0;
      if (!fraction.isEmpty()) {
        String nine = (fraction + "000000000").substring(0, 9);
        nanos = Integer.parseUnsignedInt(nine);
      }
      return Instant.ofEpochSecond(seconds, whole.startsWith("-") ? -nanos : nanos);
    } catch (NumberFormatException | java.time.DateTimeException e) {
      throw malformed(keyword + " is " + text);
    }
  }

  static byte[] time(Instant time) {
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    if (nanos == 0) {
      return Long.toString(seconds).getBytes(StandardCharsets.US_ASCII);
    }
    String sign = "";
    if (seconds < 0) {
      // -1.25 is stored as seconds -2 and 0.75.
      sign = "-";
      seconds = -(seconds + 1);
      nanos = 1_000_000_000 - nanos;
    }
    String fraction = "%09d".formatted(nanos).replaceFirst("0+$", "");
    return (sign + seconds + "." + fraction).getBytes(StandardCharsets.US_ASCII);
  }

  static InvalidArgumentException malformed(String what) {
    return new InvalidArgumentException("invalid tar header: PAX " + what);
  }
}
