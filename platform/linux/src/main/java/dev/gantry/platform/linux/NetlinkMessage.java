package dev.gantry.platform.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Builds what follows the header of a netlink message: a fixed structure, then attributes,
/// some of them nested. Numbers are in the machine's order, everything is padded to four bytes.
/// See [netlink(7)](https://man7.org/linux/man-pages/man7/netlink.7.html).
final class NetlinkMessage {
  static final int HEADER_SIZE = 16;
  private static final int ATTRIBUTE_HEADER_SIZE = 4;
  private static final int NESTED = 1 << 15;

  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

  /// `struct ifinfomsg`, the fixed part of messages about links.
  static NetlinkMessage ofLink(int family, int index, int flags, int changed) {
    return new NetlinkMessage().link(family, index, flags, changed);
  }

  /// `struct ifaddrmsg`, the fixed part of messages about addresses.
  static NetlinkMessage ofAddress(int prefixLength, int linkIndex) {
    var message = new NetlinkMessage();
    message.room(8);
    message.buffer.put((byte) Netlink.AF_INET).put((byte) prefixLength).put((byte) 0).put((byte) 0);
    message.buffer.putInt(linkIndex);
    return message;
  }

  /// `struct rtmsg`, the fixed part of messages about routes.
  static NetlinkMessage ofRoute(int prefixLength, int table, int protocol, int scope, int type) {
    var message = new NetlinkMessage();
    message.room(12);
    message.buffer.put((byte) Netlink.AF_INET).put((byte) prefixLength).put((byte) 0).put((byte) 0);
    message.buffer.put((byte) table).put((byte) protocol).put((byte) scope).put((byte) type);
    message.buffer.putInt(0);
    return message;
  }

  /// `struct ndmsg`, the fixed part of messages about neighbours.
  static NetlinkMessage ofNeighbour(int family, int linkIndex, int state, int flags) {
    var message = new NetlinkMessage();
    message.room(12);
    message.buffer.put((byte) family).put((byte) 0).putShort((short) 0).putInt(linkIndex);
    message.buffer.putShort((short) state).put((byte) flags).put((byte) 0);
    return message;
  }

  /// `struct nfgenmsg`, the fixed part of messages of netfilter.
  static NetlinkMessage ofNetfilter() {
    var message = new NetlinkMessage();
    message.room(4);
    message.buffer.put((byte) Netlink.AF_INET).put((byte) 0).putShort((short) 0);
    return message;
  }

  /// The structure of [#ofLink] in the middle of a message, as veth's peer has it.
  NetlinkMessage link(int family, int index, int flags, int changed) {
    room(16);
    buffer.put((byte) family).put((byte) 0).putShort((short) 0);
    buffer.putInt(index).putInt(flags).putInt(changed);
    return this;
  }

  NetlinkMessage attribute(int type, byte[] value) {
    room(ATTRIBUTE_HEADER_SIZE + value.length + 3);
    buffer.putShort((short) (ATTRIBUTE_HEADER_SIZE + value.length)).putShort((short) type);
    buffer.put(value);
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
    return this;
  }

  NetlinkMessage attribute(int type, int value) {
    return attribute(
        type, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
  }

  NetlinkMessage attribute(int type, byte value) {
    return attribute(type, new byte[] {value});
  }

  NetlinkMessage attribute(int type, String value) {
    return attribute(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
  }

  NetlinkMessage attribute(int type, InetAddress value) {
    return attribute(type, value.getAddress());
  }

  NetlinkMessage attribute(int type, MacAddress value) {
    return attribute(type, value.octets());
  }

  /// An attribute that holds what `content` adds.
  NetlinkMessage nested(int type, Content content) {
    int start = buffer.position();
    room(ATTRIBUTE_HEADER_SIZE);
    buffer.putShort((short) 0).putShort((short) (type | NESTED));
    content.addTo(this);
    buffer.putShort(start, (short) (buffer.position() - start));
    return this;
  }

  byte[] bytes() {
    var bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  private void room(int size) {
    if (buffer.remaining() < size) {
      var larger = ByteBuffer.allocate(buffer.capacity() * 2 + size).order(ByteOrder.nativeOrder());
      larger.put(buffer.flip());
      buffer = larger;
    }
  }

  /// Adds the inside of a nested attribute.
  @FunctionalInterface
  interface Content {
    void addTo(NetlinkMessage message);
  }
}
