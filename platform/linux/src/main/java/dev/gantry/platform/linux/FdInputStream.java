package dev.gantry.platform.linux;

import java.io.IOException;
import java.io.InputStream;

/// Reads from a descriptor; see [Fd#inputStream].
final class FdInputStream extends InputStream {
  private final Fd fd;

  FdInputStream(Fd fd) {
    this.fd = fd;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return fd.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return fd.read(target, offset, length);
  }

  @Override
  public void close() {
    fd.close();
  }
}
