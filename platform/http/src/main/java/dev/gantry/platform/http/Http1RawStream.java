package dev.gantry.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The two directions of an upgraded connection.
final class Http1RawStream implements RawStream {
  private final Inbound inbound;
  private final Outbound outbound;
  private final Runnable afterShutdown;
  private final BufferedOutput output =
      new BufferedOutput() {
        @Override
        void send(byte[] piece) throws IOException {
          outbound.write(piece);
        }

        @Override
        void end() {
          outbound.shutdown();
          afterShutdown.run();
        }
      };

  /// @param afterShutdown runs when our half was closed
  Http1RawStream(Inbound inbound, Outbound outbound, Runnable afterShutdown) {
    this.inbound = inbound;
    this.outbound = outbound;
    this.afterShutdown = afterShutdown;
  }

  @Override
  public InputStream input() {
    return inbound;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void shutdownOutput() throws IOException {
    output.close();
  }

  /// The connection itself is closed when the exchange ends.
  @Override
  public void close() throws IOException {
    output.close();
    inbound.discard();
  }
}
