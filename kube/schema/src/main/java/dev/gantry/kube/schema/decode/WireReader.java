package dev.gantry.kube.schema.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the protobuf encoding itself: tags, varints and lengths of one message.
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private final ByteBuffer in;
  private int number;
  private int wireType;

  WireReader(ByteBuffer in) {
    this.in = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Moves to the next field; false at the end of the message.
  boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 3 > 0x1fff_ffff) {
      throw new UnreadableException("proto: illegal tag " + (tag >>> 3));
    }
    number = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    return true;
  }

  int number() {
    return number;
  }

  int wireType() {
    return wireType;
  }

  boolean hasRemaining() {
    return in.hasRemaining();
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte part = one();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new UnreadableException("proto: integer overflow");
  }

  double fixed64() {
    require(Long.BYTES);
    return Double.longBitsToDouble(in.getLong());
  }

  /// The bytes of a field with a length.
  ByteBuffer bytes() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new UnreadableException("unexpected EOF");
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  byte[] array() {
    ByteBuffer part = bytes();
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    return copy;
  }

  String string() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("proto: a string is not valid UTF-8", e);
    }
  }

  /// Refuses a field that is written in another way than its type is.
  void require(String field, int expected) {
    if (wireType != expected) {
      throw new UnreadableException(
          "proto: wrong wireType = %d for field %s".formatted(wireType, field));
    }
  }

  private byte one() {
    require(1);
    return in.get();
  }

  private void require(int bytes) {
    if (in.remaining() < bytes) {
      throw new UnreadableException("unexpected EOF");
    }
  }
}
