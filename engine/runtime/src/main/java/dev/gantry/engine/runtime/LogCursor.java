package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Reads the records of one log file forwards, through a buffer of its own.
final class LogCursor {
  private static final int INITIAL_SIZE = 64 * 1024;

  /// conmon writes records of 8 KiB; what is longer than this is not one.
  private static final int LONGEST_LINE = 1 << 20;

  private final LogSegment segment;
  private byte[] buffer = new byte[INITIAL_SIZE];
  private int start;
  private int end;

  /// Of the buffer's end in the file.
  private long position;

  /// Where the last returned record begins and ends in the file.
  private long recordPosition;

  private long recordEnd;

  LogCursor(LogSegment segment, long position) {
    this.segment = segment;
    this.position = position;
  }

  /// The array that the text of records lies in until the next call of [#next].
  byte[] buffer() {
    return buffer;
  }

  long recordPosition() {
    return recordPosition;
  }

  long recordEnd() {
    return recordEnd;
  }

  /// The next complete record; empty when there is none yet. Lines that are no records, as a
  /// machine that crashed may have left them, are skipped.
  Optional<CriRecord> next() throws ErrnoException {
    int scanned = start;
    while (true) {
      int newline = indexOfNewline(scanned);
      if (newline < 0) {
        scanned = fill();
        if (scanned < 0) {
          return Optional.empty();
        }
        continue;
      }
      recordPosition = position - (end - start);
      var record = CriRecord.parse(buffer, start, newline);
      start = newline + 1;
      scanned = start;
      recordEnd = position - (end - start);
      if (record.isPresent()) {
        return record;
      }
    }
  }

  private int indexOfNewline(int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /// Reads more, behind what is in the buffer.
  ///
  /// @return where in the buffer it begins, or -1 when the file has no more
  private int fill() throws ErrnoException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (buffer.length < LONGEST_LINE) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      } else {
        // Nobody's record: forget this much of it.
        end = 0;
      }
    }
    int count = segment.read(ByteBuffer.wrap(buffer, end, buffer.length - end), position);
    if (count <= 0) {
      return -1;
    }
    end += count;
    position += count;
    return end - count;
  }
}
