package dev.gantry.platform.linux;

import java.net.Inet4Address;
import java.util.Optional;

/// A connection the kernel tracks, with the addresses of its first packet, and with the source
/// of the packets that answer, which is where the first one was translated to.
///
/// @param protocol its number, such as [#UDP]
public record TrackedConnection(
    int protocol,
    Inet4Address source,
    int sourcePort,
    Inet4Address destination,
    int destinationPort,
    Inet4Address answerSource) {

  public static final int UDP = 17;

  private static final int ORIGINAL_TUPLE = 1;
  private static final int REPLY_TUPLE = 2;
  private static final int TUPLE_IP = 1;
  private static final int TUPLE_PROTOCOL = 2;
  private static final int IPV4_SOURCE = 1;
  private static final int IPV4_DESTINATION = 2;
  private static final int PROTOCOL_NUMBER = 1;
  private static final int PROTOCOL_SOURCE_PORT = 2;
  private static final int PROTOCOL_DESTINATION_PORT = 3;

  /// Empty for what is not between two IPv4 addresses.
  static Optional<TrackedConnection> parse(NetlinkAttributes attributes) {
    var original = attributes.nested(ORIGINAL_TUPLE);
    var protocol = original.nested(TUPLE_PROTOCOL);
    var source = original.nested(TUPLE_IP).address(IPV4_SOURCE);
    var destination = original.nested(TUPLE_IP).address(IPV4_DESTINATION);
    var answer = attributes.nested(REPLY_TUPLE).nested(TUPLE_IP).address(IPV4_SOURCE);
    return source.isEmpty() || destination.isEmpty() || answer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TrackedConnection(
                protocol.octet(PROTOCOL_NUMBER).orElse(0),
                source.get(),
                protocol.port(PROTOCOL_SOURCE_PORT).orElse(0),
                destination.get(),
                protocol.port(PROTOCOL_DESTINATION_PORT).orElse(0),
                answer.get()));
  }
}
