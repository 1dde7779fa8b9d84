package dev.gantry.platform.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The attributes of a netlink message by type. Nested ones are parsed when asked for.
record NetlinkAttributes(Map<Integer, ByteBuffer> byType) {
  private static final int TYPE_MASK = 0x3fff;

  /// Reads from the buffer's position to its limit; what the kernel sends is well-formed, and
  /// anything else ends the reading.
  static NetlinkAttributes parse(ByteBuffer buffer) {
    Map<Integer, ByteBuffer> found = new HashMap<>();
    while (buffer.remaining() >= 4) {
      int start = buffer.position();
      int length = Short.toUnsignedInt(buffer.getShort());
      int type = Short.toUnsignedInt(buffer.getShort()) & TYPE_MASK;
      if (length < 4 || start + length > buffer.limit()) {
        break;
      }
      found.put(type, buffer.slice(start + 4, length - 4).order(ByteOrder.nativeOrder()));
      buffer.position(Math.min(buffer.limit(), start + ((length + 3) & ~3)));
    }
    return new NetlinkAttributes(found);
  }

  OptionalInt number(int type) {
    var value = byType.get(type);
    return value == null || value.remaining() < 4
        ? OptionalInt.empty()
        : OptionalInt.of(value.getInt(value.position()));
  }

  /// A port, or another 16-bit number in network order.
  OptionalInt port(int type) {
    var value = byType.get(type);
    return value == null || value.remaining() < 2
        ? OptionalInt.empty()
        : OptionalInt.of(
            Byte.toUnsignedInt(value.get(value.position())) << 8
                | Byte.toUnsignedInt(value.get(value.position() + 1)));
  }

  OptionalInt octet(int type) {
    var value = byType.get(type);
    return value == null || !value.hasRemaining()
        ? OptionalInt.empty()
        : OptionalInt.of(Byte.toUnsignedInt(value.get(value.position())));
  }

  Optional<String> text(int type) {
    return bytes(type)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .map(value -> value.endsWith("\0") ? value.substring(0, value.length() - 1) : value);
  }

  Optional<Inet4Address> address(int type) {
    return bytes(type).filter(value -> value.length == 4).map(NetlinkAttributes::toAddress);
  }

  Optional<MacAddress> mac(int type) {
    return bytes(type).filter(value -> value.length == 6).map(MacAddress::of);
  }

  NetlinkAttributes nested(int type) {
    var value = byType.get(type);
    return value == null
        ? new NetlinkAttributes(Map.of())
        : parse(value.duplicate().order(ByteOrder.nativeOrder()));
  }

  Optional<byte[]> bytes(int type) {
    return Optional.ofNullable(byType.get(type))
        .map(
            value -> {
              var bytes = new byte[value.remaining()];
              value.get(value.position(), bytes);
              return bytes;
            });
  }

  private static Inet4Address toAddress(byte[] octets) {
    try {
      return (Inet4Address) InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are an address", e);
    }
  }
}
