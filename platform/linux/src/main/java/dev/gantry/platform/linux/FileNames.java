package dev.gantry.platform.linux;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Translates between file names as the kernel has them, which are bytes, and Java strings, without
/// losing any: a byte that is not part of valid UTF-8 becomes the lone surrogate `U+DC80 + (b &
/// 0x7f)`, which no valid UTF-8 can produce, and turns back into that byte. Python calls the scheme
/// "surrogateescape".
///
/// Everything in this module that takes or returns a name, a path or a link target uses it, so
/// names that are not UTF-8 survive tar archives, directory listings and system calls.
public final class FileNames {
  private static final char ESCAPE_BASE = 0xDC00;

  private FileNames() {}

  /// The name in `bytes[offset, offset + length)`.
  public static String decode(byte[] bytes, int offset, int length) {
    String fast = new String(bytes, offset, length, StandardCharsets.UTF_8);
    // The decoder puts U+FFFD where it met a malformed byte; a genuine U+FFFD takes the slow way
    // too, and comes out the same.
    return fast.indexOf('\uFFFD') < 0 ? fast : decodeEscaping(bytes, offset, length);
  }

  /// The name in all of `bytes`.
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /// The bytes of `name`, as the kernel is to see them, without a terminating zero.
  ///
  /// @throws IllegalArgumentException when the name contains a surrogate that [#decode] cannot
  ///     have produced
  public static byte[] encode(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return encodeEscaping(name);
      }
    }
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static String decodeEscaping(byte[] bytes, int offset, int length) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE_BASE + (in.get() & 0xFF)));
      }
      decoder.reset();
    }
  }

  private static byte[] encodeEscaping(String name) {
    ByteBuffer out = ByteBuffer.allocate(name.length() * 3);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= ESCAPE_BASE + 0x80 && c <= ESCAPE_BASE + 0xFF) {
        out.put((byte) c);
        continue;
      }
      int end = i + (Character.isHighSurrogate(c) ? 2 : 1);
      if (end > name.length()) {
        throw unpaired(name);
      }
      try {
        out.put(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name, i, end)));
      } catch (CharacterCodingException e) {
        throw unpaired(name);
      }
      i = end - 1;
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static IllegalArgumentException unpaired(String name) {
    return new IllegalArgumentException("file name with an unpaired surrogate: " + name);
  }
}
