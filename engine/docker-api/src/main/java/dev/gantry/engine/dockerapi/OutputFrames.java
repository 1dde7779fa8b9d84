package dev.gantry.engine.dockerapi;

import dev.gantry.engine.runtime.OutputChannel;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a process's output the way clients expect it: raw for a terminal, otherwise in frames of
/// an eight-byte head (channel, three zeros, length) and the bytes.
final class OutputFrames {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final OutputStream out;
  private final boolean framed;

  OutputFrames(OutputStream out, boolean framed) {
    this.out = out;
    this.framed = framed;
  }

  void write(OutputChannel channel, byte[] bytes) throws IOException {
    write(channel, bytes, 0, bytes.length);
  }

  private void write(OutputChannel channel, byte[] bytes, int offset, int length)
      throws IOException {
    if (framed) {
      out.write(head(channel, length));
    }
    out.write(bytes, offset, length);
  }

  /// One frame of two parts, as a log line with its prefix.
  void write(OutputChannel channel, byte[] prefix, byte[] bytes) throws IOException {
    if (framed) {
      out.write(head(channel, prefix.length + bytes.length));
    }
    out.write(prefix);
    out.write(bytes);
  }

  void flush() throws IOException {
    out.flush();
  }

  private static byte[] head(OutputChannel channel, int length) {
    int number = channel == OutputChannel.STDERR ? STDERR : STDOUT;
    return new byte[] {
      (byte) number,
      0,
      0,
      0,
      (byte) (length >>> 24),
      (byte) (length >>> 16),
      (byte) (length >>> 8),
      (byte) length
    };
  }
}
