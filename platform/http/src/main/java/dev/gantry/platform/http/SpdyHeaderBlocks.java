package dev.gantry.platform.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Header blocks of SPDY/3 (section 2.6.10): names and values, compressed by one zlib stream per
/// direction that lasts as long as the connection, so every block must be read, in order.
final class SpdyHeaderBlocks implements AutoCloseable {
  /// What a block may grow to when it is unpacked.
  private static final int MAX_BYTES = 64 << 10;

  private final Inflater inflater = new Inflater();
  private final Deflater deflater = new Deflater();

  SpdyHeaderBlocks() {
    deflater.setDictionary(SpdyDictionary.bytes());
  }

  /// Reads a block; names come in small letters.
  Map<String, String> decode(byte[] packed) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(inflate(packed)));
    Map<String, String> headers = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = string(in).toLowerCase(Locale.ROOT);
      // Several values of one name come with NULs between them; the first is what counts here.
      String value = string(in).split("\0", -1)[0];
      headers.putIfAbsent(name, value);
    }
    return headers;
  }

  private static String string(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("malformed SPDY header block");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private byte[] inflate(byte[] packed) throws IOException {
    var plain = new ByteArrayOutputStream();
    byte[] piece = new byte[1024];
    inflater.setInput(packed);
    try {
      while (true) {
        int n = inflater.inflate(piece);
        plain.write(piece, 0, n);
        if (plain.size() > MAX_BYTES) {
          throw new IOException("SPDY header block of more than " + MAX_BYTES + " bytes");
        }
        if (n == 0 && inflater.needsDictionary()) {
          inflater.setDictionary(SpdyDictionary.bytes());
        } else if (n == 0) {
          return plain.toByteArray();
        }
      }
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new IOException("malformed SPDY header block: " + e.getMessage(), e);
    }
  }

  byte[] encode(Map<String, String> headers) throws IOException {
    var plain = new ByteArrayOutputStream();
    var out = new DataOutputStream(plain);
    out.writeInt(headers.size());
    for (var header : headers.entrySet()) {
      write(out, header.getKey());
      write(out, header.getValue());
    }
    deflater.setInput(plain.toByteArray());
    var packed = new ByteArrayOutputStream();
    byte[] piece = new byte[1024];
    int n;
    do {
      n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      packed.write(piece, 0, n);
    } while (n == piece.length);
    return packed.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Frees zlib's memory, which the garbage collector does not see.
  @Override
  public void close() {
    inflater.end();
    deflater.end();
  }
}
