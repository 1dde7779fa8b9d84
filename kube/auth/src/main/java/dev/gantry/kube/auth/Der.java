package dev.gantry.kube.auth;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes the few forms of ASN.1's DER that certificates are made of (X.690). The JDK reads and
/// signs certificates but has no public way to make one.
final class Der {
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// From here on certificates must use the form with four digits of the year (RFC 5280,
  /// 4.1.2.5).
  private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");

  static final byte[] TRUE = {1, 1, (byte) 0xff};

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, concatenated(parts));
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, concatenated(parts));
  }

  static byte[] integer(BigInteger value) {
    return tagged(2, value.toByteArray());
  }

  static byte[] text(String value) {
    return tagged(12, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] octets(byte[] value) {
    return tagged(4, value);
  }

  /// Bits in whole bytes but for the last `unused` ones.
  static byte[] bits(int unused, byte... value) {
    return tagged(3, concatenated(new byte[] {(byte) unused}, value));
  }

  static byte[] time(Instant instant) {
    return instant.isBefore(YEAR_2050)
        ? tagged(0x17, ascii(UTC_TIME.format(instant)))
        : tagged(0x18, ascii(GENERALIZED_TIME.format(instant)));
  }

  /// An object identifier in dotted form.
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    var out = new ByteArrayOutputStream();
    out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          out.write(0x80 | (arc >>> shift & 0x7f));
        }
      }
      out.write(arc & 0x7f);
    }
    return tagged(6, out.toByteArray());
  }

  static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 5);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int start = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - start));
      out.write(length, start, length.length - start);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] concatenated(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
