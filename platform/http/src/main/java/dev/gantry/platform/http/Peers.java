package dev.gantry.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Finds out who is connected.
final class Peers {
  private Peers() {}

  static Peer of(Channel channel) {
    if (channel instanceof EpollDomainSocketChannel socket) {
      return new Peer("unix", userId(socket), List.of());
    }
    String address =
        channel.remoteAddress() instanceof InetSocketAddress remote
            ? remote.getAddress().getHostAddress() + ":" + remote.getPort()
            : "unknown";
    return new Peer(address, OptionalInt.empty(), certificates(channel));
  }

  private static OptionalInt userId(EpollDomainSocketChannel socket) {
    try {
      return OptionalInt.of(socket.peerCredentials().uid());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static List<X509Certificate> certificates(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return List.of();
    }
    try {
      return Arrays.stream(tls.engine().getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // the client has shown none
    }
  }
}
