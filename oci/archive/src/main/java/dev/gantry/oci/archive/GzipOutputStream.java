package dev.gantry.oci.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses to one gzip member, in blocks that all processors work on at once. The same bytes
/// always give the same output, whatever the machine: blocks have a fixed size, each is primed
/// with the end of the one before, and they follow each other in order.
///
/// Deflating occupies a processor in native code, so it runs on threads of this stream's own,
/// which [#close] ends.
public final class GzipOutputStream extends OutputStream {
  /// Docker's level.
  public static final int DEFAULT_LEVEL = 6;

  private static final int BLOCK = 512 * 1024;
  private static final int WINDOW = 32 * 1024;
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private final OutputStream out;
  private final int level;
  private final int parallel;
  private final ExecutorService workers;
  private final ArrayDeque<Future<byte[]>> pending = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private long total;
  private byte[] window = new byte[0];
  private byte[] block = new byte[BLOCK];
  private int filled;
  private boolean closed;

  /// Writes to `out`, which is closed with this stream.
  public GzipOutputStream(OutputStream out, int level) throws IOException {
    this.out = out;
    this.level = level;
    this.parallel = Runtime.getRuntime().availableProcessors();
    this.workers =
        Executors.newFixedThreadPool(
            parallel, Thread.ofPlatform().daemon().name("gzip-", 0).factory());
    out.write(HEADER);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    crc.update(bytes, from, length);
    total += length;
    int done = 0;
    while (done < length) {
      if (filled == BLOCK) {
        submit(false);
      }
      int piece = Math.min(length - done, BLOCK - filled);
      System.arraycopy(bytes, from + done, block, filled, piece);
      filled += piece;
      done += piece;
    }
  }

  private void submit(boolean last) throws IOException {
    byte[] data = filled == BLOCK ? block : Arrays.copyOf(block, filled);
    byte[] before = window;
    pending.add(workers.submit(() -> deflate(data, before, level, last)));
    window = Arrays.copyOfRange(data, Math.max(0, data.length - WINDOW), data.length);
    block = new byte[BLOCK];
    filled = 0;
    while (pending.size() > parallel) {
      writeOldest();
    }
  }

  private void writeOldest() throws IOException {
    try {
      out.write(pending.remove().get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("deflate failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while compressing");
    }
  }

  /// One block, ending at a byte boundary so that others can follow.
  private static byte[] deflate(byte[] data, byte[] before, int level, boolean last) {
    var deflater = new Deflater(level, true);
    try {
      if (before.length > 0) {
        deflater.setDictionary(before);
      }
      deflater.setInput(data);
      if (last) {
        deflater.finish();
      }
      byte[] result = new byte[data.length / 2 + 1024];
      int length = 0;
      while (true) {
        int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
        length += deflater.deflate(result, length, result.length - length, flush);
        if (length < result.length) {
          return Arrays.copyOf(result, length);
        }
        result = Arrays.copyOf(result, result.length * 2);
      }
    } finally {
      deflater.end();
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /// Finishes the member and closes the underlying stream.
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out;
        workers) {
      submit(true);
      while (!pending.isEmpty()) {
        writeOldest();
      }
      byte[] trailer = new byte[8];
      putLittleEndian(trailer, 0, crc.getValue());
      putLittleEndian(trailer, 4, total);
      out.write(trailer);
    }
  }

  private static void putLittleEndian(byte[] into, int at, long value) {
    for (int i = 0; i < 4; i++) {
      into[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
