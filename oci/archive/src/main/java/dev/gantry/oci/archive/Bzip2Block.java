package dev.gantry.oci.archive;

import dev.gantry.oci.archive.Bzip2InputStream.BitSource;
import java.io.IOException;

/// Decodes one block of bzip2 data at a time.
final class Bzip2Block {
  private static final int MAX_CODE_LENGTH = 20;
  private static final int GROUP_SIZE = 50;
  private static final int MAX_SELECTORS = 18_002;

  private final BitSource bits;

  /// The block before the transform: a byte in the low 8 bits, and once transformed the index
  /// of its successor in the rest.
  private int[] transform = new int[0];

  private int length;
  private int next;
  private int left;

  private final byte[] symbols = new byte[256];
  private Code[] codes = new Code[0];
  private final byte[] selectors = new byte[MAX_SELECTORS];

  Bzip2Block(BitSource bits) {
    this.bits = bits;
  }

  void reserve(int size) {
    if (transform.length != size) {
      transform = new int[size];
    }
  }

  /// The next byte, or -1 at the end of the block.
  int next() {
    if (left == 0) {
      return -1;
    }
    left--;
    next = transform[next];
    int value = next & 0xFF;
    next >>>= 8;
    return value;
  }

  void read() throws IOException {
    if (bits.read(1) != 0) {
      throw new IOException("randomized blocks, of versions before 1.0, are not supported");
    }
    int origin = bits.read(24);
    int symbolCount = readSymbols();
    int selectorCount = readSelectors();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = readCode(symbolCount + 2);
    }
    readIndexes(symbolCount, selectorCount);
    invert(origin);
  }

  /// The bytes that occur, as two levels of bit maps.
  private int readSymbols() throws IOException {
    int ranges = bits.read(16);
    int count = 0;
    for (int range = 0; range < 16; range++) {
      if ((ranges >>> (15 - range) & 1) == 0) {
        continue;
      }
      int map = bits.read(16);
      for (int i = 0; i < 16; i++) {
        if ((map >>> (15 - i) & 1) != 0) {
          symbols[count++] = (byte) (range * 16 + i);
        }
      }
    }
    if (count == 0) {
      throw new IOException("block without symbols");
    }
    return count;
  }

  /// Which of the codes each group of fifty symbols uses, move-to-front coded.
  private int readSelectors() throws IOException {
    int codeCount = bits.read(3);
    int count = bits.read(15);
    if (codeCount < 2 || codeCount > 6 || count == 0) {
      throw new IOException("invalid code tables");
    }
    codes = new Code[codeCount];
    byte[] order = {0, 1, 2, 3, 4, 5};
    for (int i = 0; i < count; i++) {
      int index = 0;
      while (bits.read(1) != 0) {
        if (++index >= codeCount) {
          throw new IOException("invalid code table selector");
        }
      }
      byte chosen = order[index];
      System.arraycopy(order, 0, order, 1, index);
      order[0] = chosen;
      if (i < MAX_SELECTORS) {
        selectors[i] = chosen; // some encoders write more than any block can use
      }
    }
    return Math.min(count, MAX_SELECTORS);
  }

  private Code readCode(int alphabet) throws IOException {
    byte[] lengths = new byte[alphabet];
    int length = bits.read(5);
    for (int i = 0; i < alphabet; i++) {
      while (true) {
        if (length < 1 || length > MAX_CODE_LENGTH) {
          throw new IOException("invalid code length");
        }
        if (bits.read(1) == 0) {
          break;
        }
        length += bits.read(1) == 0 ? 1 : -1;
      }
      lengths[i] = (byte) length;
    }
    return new Code(lengths);
  }

  /// Reads the symbols up to the end mark and undoes runs and move-to-front.
  private void readIndexes(int symbolCount, int selectorCount) throws IOException {
    int endMark = symbolCount + 1;
    length = 0;
    int run = 0;
    int runBit = 1;
    int selector = 0;
    int inGroup = 0;
    Code code = codes[0];
    while (true) {
      if (inGroup == 0) {
        if (selector == selectorCount) {
          throw new IOException("block does not end");
        }
        code = codes[selectors[selector++]];
        inGroup = GROUP_SIZE;
      }
      inGroup--;
      int symbol = code.read(bits);
      if (symbol <= 1) {
        // Runs of the front symbol are numbers to the base 2 with digits 1 and 2.
        run += runBit << symbol;
        runBit <<= 1;
        if (run > transform.length) {
          throw new IOException("run is longer than the block");
        }
        continue;
      }
      if (run > 0) {
        append(symbols[0], run);
        run = 0;
        runBit = 1;
      }
      if (symbol == endMark) {
        return;
      }
      byte value = symbols[symbol - 1];
      System.arraycopy(symbols, 0, symbols, 1, symbol - 1);
      symbols[0] = value;
      append(value, 1);
    }
  }

  private void append(byte value, int count) throws IOException {
    if (length + count > transform.length) {
      throw new IOException("block is too long");
    }
    java.util.Arrays.fill(transform, length, length + count, value & 0xFF);
    length += count;
  }

  /// Links each byte to its successor in the original text.
  private void invert(int origin) throws IOException {
    if (origin >= length) {
      throw new IOException("invalid block origin");
    }
    int[] start = new int[257];
    for (int i = 0; i < length; i++) {
      start[(transform[i] & 0xFF) + 1]++;
    }
    for (int i = 1; i < 257; i++) {
      start[i] += start[i - 1];
    }
    for (int i = 0; i < length; i++) {
      transform[start[transform[i] & 0xFF]++] |= i << 8;
    }
    next = transform[origin] >>> 8;
    left = length;
  }

  /// A canonical Huffman code.
  private static final class Code {
    private final int[] limit = new int[MAX_CODE_LENGTH + 2];
    private final int[] offset = new int[MAX_CODE_LENGTH + 2];
    private final short[] sorted;
    private final int shortest;

    Code(byte[] lengths) {
      int[] count = new int[MAX_CODE_LENGTH + 2];
      int least = MAX_CODE_LENGTH;
      for (byte l : lengths) {
        count[l]++;
        least = Math.min(least, l);
      }
      shortest = least;
      sorted = new short[lengths.length];
      int at = 0;
      int code = 0;
      for (int l = 1; l <= MAX_CODE_LENGTH; l++) {
        offset[l] = at - code;
        for (int i = 0; i < lengths.length; i++) {
          if (lengths[i] == l) {
            sorted[at++] = (short) i;
          }
        }
        code += count[l];
        limit[l] = code;
        code <<= 1;
      }
    }

    int read(BitSource bits) throws IOException {
      int code = bits.read(shortest);
      int length = shortest;
      while (code >= limit[length]) {
        if (++length > MAX_CODE_LENGTH) {
          throw new IOException("invalid code");
        }
        code = code << 1 | bits.read(1);
      }
      return sorted[offset[length] + code];
    }
  }
}
