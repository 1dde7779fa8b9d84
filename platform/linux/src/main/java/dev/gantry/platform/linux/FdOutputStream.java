package dev.gantry.platform.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes to a descriptor; see [Fd#outputStream].
final class FdOutputStream extends OutputStream {
  private final Fd fd;

  FdOutputStream(Fd fd) {
    this.fd = fd;
  }

  @Override
  public void write(int value) throws IOException {
    fd.writeFully(new byte[] {(byte) value});
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    fd.writeFully(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public void close() {
    fd.close();
  }
}
