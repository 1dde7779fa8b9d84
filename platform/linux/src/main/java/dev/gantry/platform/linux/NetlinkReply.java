package dev.gantry.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One message from the kernel: its header taken apart, and what follows the header.
record NetlinkReply(int type, int flags, int sequence, ByteBuffer body) {
  static final int ERROR = 2;
  static final int DONE = 3;
  private static final int ACK_HAS_ATTRIBUTES = 0x200;
  private static final int ERROR_TEXT = 1;

  /// Takes a datagram apart, which may hold several messages.
  static List<NetlinkReply> parse(ByteBuffer datagram) {
    List<NetlinkReply> replies = new ArrayList<>();
    while (datagram.remaining() >= NetlinkMessage.HEADER_SIZE) {
      int start = datagram.position();
      int length = datagram.getInt();
      if (length < NetlinkMessage.HEADER_SIZE || start + length > datagram.limit()) {
        break;
      }
      int type = Short.toUnsignedInt(datagram.getShort());
      int flags = Short.toUnsignedInt(datagram.getShort());
      int sequence = datagram.getInt();
      var body =
          datagram
              .slice(start + NetlinkMessage.HEADER_SIZE, length - NetlinkMessage.HEADER_SIZE)
              .order(ByteOrder.nativeOrder());
      replies.add(new NetlinkReply(type, flags, sequence, body));
      datagram.position(Math.min(datagram.limit(), start + ((length + 3) & ~3)));
    }
    return replies;
  }

  NetlinkAttributes attributes(int fixedSize) {
    return NetlinkAttributes.parse(
        body.slice(fixedSize, body.limit() - fixedSize).order(ByteOrder.nativeOrder()));
  }

  /// The errno of an answer of type ERROR or DONE; 0 is success.
  int errno() {
    return body.remaining() < 4 ? 0 : -body.getInt(0);
  }

  /// What the kernel says about a failure beyond its number; may be empty. With capped
  /// acknowledgements only the header of the request precedes the attributes.
  String errorText() {
    int attributesStart = 4 + NetlinkMessage.HEADER_SIZE;
    if ((flags & ACK_HAS_ATTRIBUTES) == 0 || body.limit() < attributesStart) {
      return "";
    }
    return attributes(attributesStart).text(ERROR_TEXT).orElse("");
  }
}
