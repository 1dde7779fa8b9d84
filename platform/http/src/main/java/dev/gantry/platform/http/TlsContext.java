package dev.gantry.platform.http;

import dev.gantry.platform.errors.InvalidArgumentException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/// Turns our description of TLS into Netty's, on the JDK's implementation.
final class TlsContext {
  private TlsContext() {}

  static SslContext of(Tls tls) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(tls.key(), tls.chain())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .clientAuth(
                  switch (tls.clients()) {
                    case IGNORED -> ClientAuth.NONE;
                    case OPTIONAL -> ClientAuth.OPTIONAL;
                    case REQUIRED -> ClientAuth.REQUIRE;
                  });
      if (tls.clients() != Tls.ClientCertificate.IGNORED) {
        builder.trustManager(tls.authorities());
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new InvalidArgumentException("TLS configuration: " + e.getMessage(), e);
    }
  }
}
