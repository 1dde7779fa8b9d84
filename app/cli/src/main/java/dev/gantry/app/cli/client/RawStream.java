package dev.gantry.app.cli.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A connection taken over from HTTP: the input and output of a container's process.
public final class RawStream implements Closeable {
  private final HttpConnection connection;
  private final String contentType;

  RawStream(HttpConnection connection, String contentType) {
    this.connection = connection;
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /// What the process writes. May be read by one thread while another writes.
  public InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return connection.read(target, offset, length);
      }

      @Override
      public int available() {
        return connection.buffered();
      }
    };
  }

  /// What the process reads, unbuffered.
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        connection.transport().write(bytes, offset, length);
      }
    };
  }

  /// End of standard input; output goes on.
  public void closeOutput() throws IOException {
    connection.transport().shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
