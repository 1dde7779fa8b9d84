package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// How channels share a WebSocket: every message begins with the number of its channel, as a
/// byte or, when the rest is base64 text, as a digit.
///
/// @param name the subprotocol; empty when the client has named none
/// @param version 1 to 5
record ChannelProtocol(String name, int version, boolean base64) {
  /// In version 5, the channel whose messages name a channel that the client has closed.
  static final int CLOSE = 255;

  private static final String BINARY = "channel.k8s.io";
  private static final String TEXT = "base64.channel.k8s.io";

  /// Data from a client.
  @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
  record Piece(int channel, byte[] bytes) {}

  /// Chooses the client's favourite.
  ///
  /// @param versions those that make sense for the subresource
  static ChannelProtocol negotiate(Request request, List<Integer> versions) {
    List<String> offered = WebSocket.offeredProtocols(request);
    if (offered.isEmpty()) {
      return new ChannelProtocol("", 1, false);
    }
    return offered.stream()
        .flatMap(name -> parse(name).stream())
        .filter(protocol -> versions.contains(protocol.version))
        .findFirst()
        .orElseThrow(() -> refusal(offered));
  }

  static StatusException refusal(List<String> offered) {
    return new StatusException(
        StatusReason.FORBIDDEN,
        "unable to upgrade websocket connection: requested protocol(s) are not supported: [%s]"
            .formatted(String.join(" ", offered)),
        Optional.empty());
  }

  private static Optional<ChannelProtocol> parse(String name) {
    for (int version = 1; version <= 5; version++) {
      String prefix = version == 1 ? "" : "v" + version + ".";
      if (name.equals(prefix + BINARY)) {
        return Optional.of(new ChannelProtocol(name, version, false));
      }
      // The text form ended with version 4.
      if (name.equals(prefix + TEXT) && version < 5) {
        return Optional.of(new ChannelProtocol(name, version, true));
      }
    }
    return Optional.empty();
  }

  Optional<String> subprotocol() {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  WebSocket.Message encode(int channel, byte[] bytes, int offset, int length) {
    byte[] data = Arrays.copyOfRange(bytes, offset, offset + length);
    if (base64) {
      return WebSocket.Message.ofText(channel + Base64.getEncoder().encodeToString(data));
    }
    byte[] message = new byte[length + 1];
    message[0] = (byte) channel;
    System.arraycopy(data, 0, message, 1, length);
    return WebSocket.Message.ofBytes(message);
  }

  /// Empty for messages without a channel, and for text that is not base64: as upstream does,
  /// such messages are dropped.
  Optional<Piece> decode(WebSocket.Message message) {
    byte[] bytes = message.bytes();
    if (bytes.length == 0) {
      return Optional.empty();
    }
    byte[] data = Arrays.copyOfRange(bytes, 1, bytes.length);
    if (!base64) {
      return Optional.of(new Piece(bytes[0] & 0xff, data));
    }
    try {
      String text = new String(data, StandardCharsets.ISO_8859_1);
      return Optional.of(new Piece(bytes[0] - '0', Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
