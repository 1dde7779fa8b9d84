package dev.gantry.oci.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Expands bzip2 data of any number of streams. Blocks are Huffman-coded move-to-front indexes
/// of a Burrows-Wheeler transform, run-length encoded before and after.
final class Bzip2InputStream extends InputStream {
  private static final long BLOCK_MAGIC = 0x314159265359L;
  private static final long END_MAGIC = 0x177245385090L;
  private static final int[] CRC_TABLE = crcTable();

  private final BitSource bits;
  private final Bzip2Block block;
  private boolean inBlock;
  private boolean ended;
  private int streamCrc;
  private int expectedCrc;
  private int blockCrc;

  // The last run-length encoding: four equal bytes are followed by a count of more of them.
  private int equal;
  private int last = -1;
  private int repeat;

  Bzip2InputStream(InputStream in) throws IOException {
    this.bits = new BitSource(in);
    this.block = new Bzip2Block(bits);
    readStreamHeader();
  }

  private void readStreamHeader() throws IOException {
    if (bits.read(8) != 'B' || bits.read(8) != 'Z' || bits.read(8) != 'h') {
      throw new IOException("invalid header");
    }
    int level = bits.read(8) - '0';
    if (level < 1 || level > 9) {
      throw new IOException("invalid header");
    }
    block.reserve(level * 100_000);
    streamCrc = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (repeat > 0) {
        into[from + done++] = (byte) last;
        repeat--;
        updateCrc(last);
        continue;
      }
      if (!inBlock && !startBlock()) {
        break;
      }
      int value = block.next();
      if (value < 0) {
        finishBlock();
      } else if (equal == 4) {
        repeat = value;
        equal = 0;
      } else {
        equal = value == last ? equal + 1 : 1;
        last = value;
        into[from + done++] = (byte) value;
        updateCrc(value);
      }
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private void updateCrc(int value) {
    blockCrc = (blockCrc << 8) ^ CRC_TABLE[(blockCrc >>> 24) ^ value];
  }

  private boolean startBlock() throws IOException {
    while (!ended) {
      long magic = ((long) bits.read(24) << 24) | bits.read(24);
      int crc = (bits.read(16) << 16) | bits.read(16);
      if (magic == BLOCK_MAGIC) {
        expectedCrc = crc;
        blockCrc = -1;
        equal = 0;
        last = -1;
        block.read();
        inBlock = true;
        return true;
      }
      if (magic != END_MAGIC) {
        throw new IOException("invalid block header");
      }
      if (crc != streamCrc) {
        throw new IOException("checksum does not match");
      }
      bits.alignToByte();
      ended = bits.atEnd();
      if (!ended) {
        readStreamHeader();
      }
    }
    return false;
  }

  private void finishBlock() throws IOException {
    if (equal == 4) {
      throw new IOException("run without length");
    }
    if (~blockCrc != expectedCrc) {
      throw new IOException("checksum does not match");
    }
    streamCrc = Integer.rotateLeft(streamCrc, 1) ^ expectedCrc;
    inBlock = false;
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int value = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        value = value < 0 ? (value << 1) ^ 0x04C11DB7 : value << 1;
      }
      table[i] = value;
    }
    return table;
  }

  @Override
  public void close() throws IOException {
    bits.close();
  }

  /// Bits, the highest of each byte first.
  static final class BitSource {
    private final InputStream in;
    private final byte[] buffer = new byte[32 * 1024];
    private int position;
    private int filled;
    private long window;
    private int available;

    BitSource(InputStream in) {
      this.in = in;
    }

    /// The next bits, 24 at most.
    int read(int count) throws IOException {
      while (available < count) {
        if (atBufferEnd()) {
          throw new EOFException("unexpected end");
        }
        window = (window << 8) | (buffer[position++] & 0xFF);
        available += 8;
      }
      available -= count;
      return (int) (window >>> available) & ((1 << count) - 1);
    }

    void alignToByte() {
      available -= available % 8;
    }

    boolean atEnd() throws IOException {
      return available == 0 && atBufferEnd();
    }

    private boolean atBufferEnd() throws IOException {
      if (position == filled) {
        filled = Math.max(in.read(buffer, 0, buffer.length), 0);
        position = 0;
      }
      return filled == 0;
    }

    void close() throws IOException {
      in.close();
    }
  }
}
