package dev.gantry.app.cli.terminal;

import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Takes apart the frames in which standard output and standard error share one stream:
/// one byte for the kind, three unused, four for the length, then the bytes.
public final class Multiplexed {
  private static final int HEADER = 8;

  private Multiplexed() {}

  /// Copies to the end of the stream. What has been read is flushed before waiting for more, and
  /// before the other output gets its turn, so that the two keep their order.
  public static void copy(InputStream in, OutputStream out, OutputStream err) throws IOException {
    byte[] header = new byte[HEADER];
    byte[] buffer = new byte[16 * 1024];
    boolean errorsLast = false;
    while (in.readNBytes(header, 0, HEADER) == HEADER) {
      long left =
          (header[4] & 0xffL) << 24
              | (header[5] & 0xffL) << 16
              | (header[6] & 0xffL) << 8
              | (header[7] & 0xffL);
      OutputStream target =
          switch (header[0]) {
            case 0, 1 -> out;
            case 2 -> err;
            case 3 ->
                throw ExitException.failure(
                    "error from daemon in stream: "
                        + new String(in.readNBytes((int) left), StandardCharsets.UTF_8));
            default ->
                throw ExitException.failure("Unrecognized input header: " + (header[0] & 0xff));
          };
      boolean errors = header[0] == 2;
      if (errors != errorsLast) {
        (errorsLast ? err : out).flush();
        errorsLast = errors;
      }
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          return;
        }
        target.write(buffer, 0, count);
        left -= count;
      }
      if (in.available() == 0) {
        target.flush();
      }
    }
  }

  /// Copies an unframed stream, as a terminal's.
  public static void copyRaw(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
  }
}
