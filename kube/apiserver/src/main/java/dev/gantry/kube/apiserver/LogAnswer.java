package dev.gantry.kube.apiserver;

import java.io.IOException;
import java.io.OutputStream;

/// Where a log goes. The answer begins with the first write or flush: until then the agent may
/// refuse, and the client learns why.
abstract class LogAnswer extends OutputStream {

  @Override
  public final void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /// The log is complete.
  abstract void finish() throws IOException;

  /// Releases what it holds, complete or not. What the client sees of it is the response's end.
  @Override
  public void close() {}
}
