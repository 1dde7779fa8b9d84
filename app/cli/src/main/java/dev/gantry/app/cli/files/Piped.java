package dev.gantry.app.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/// Turns something that writes into something that can be read, by a thread in between.
public final class Piped {
  private static final int BUFFER = 64 * 1024;

  private Piped() {}

  /// What produces the bytes.
  public interface Producer {
    void writeTo(OutputStream out) throws IOException;
  }

  /// A stream of what the producer writes. A failure of the producer becomes a failure of
  /// reading.
  public static InputStream of(Producer producer) throws IOException {
    PipedInputStream in = new FailingPipe();
    FailingPipe pipe = (FailingPipe) in;
    PipedOutputStream out = new PipedOutputStream(pipe);
    Thread writer =
        new Thread(
            () -> {
              try (out) {
                producer.writeTo(out);
              } catch (IOException | RuntimeException e) {
                pipe.fail(e);
              }
            },
            "producer");
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  private static final class FailingPipe extends PipedInputStream {
    private volatile @Nullable Exception failure;

    FailingPipe() {
      super(BUFFER);
    }

    void fail(Exception cause) {
      failure = cause;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      Exception cause = failure;
      if (count < 0 && cause != null) {
        throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
      }
      return count;
    }
  }
}
