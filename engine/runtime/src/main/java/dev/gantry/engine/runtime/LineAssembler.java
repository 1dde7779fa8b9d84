package dev.gantry.engine.runtime;

import java.time.Instant;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// Joins the records of one stream to lines, and cuts lines longer than docker's log records
/// into pieces of that size.
final class LineAssembler {
  static final int LONGEST_ENTRY = 16 * 1024;

  private final OutputChannel channel;
  private final byte[] line = new byte[LONGEST_ENTRY];
  private int length;
  private Instant time = Instant.EPOCH;

  LineAssembler(OutputChannel channel) {
    this.channel = channel;
  }

  /// Takes a record in, and puts what it completes into `entries`.
  void add(CriRecord record, byte[] buffer, Deque<LogEntry> entries) {
    int size = record.end() - record.start();
    if (length == 0 && !record.partial() && size < LONGEST_ENTRY) {
      entries.add(new LogEntry(record.time(), channel, withNewline(buffer, record)));
      return;
    }
    for (int at = record.start(); at < record.end(); ) {
      if (length == 0) {
        time = record.time();
      }
      int count = Math.min(record.end() - at, LONGEST_ENTRY - length);
      System.arraycopy(buffer, at, line, length, count);
      length += count;
      at += count;
      if (length == LONGEST_ENTRY) {
        flush().ifPresent(entries::add);
      }
    }
    if (!record.partial()) {
      if (length == 0) {
        time = record.time();
      }
      line[length++] = '\n';
      flush().ifPresent(entries::add);
    }
  }

  private static byte[] withNewline(byte[] buffer, CriRecord record) {
    int size = record.end() - record.start();
    var bytes = new byte[size + 1];
    System.arraycopy(buffer, record.start(), bytes, 0, size);
    bytes[size] = '\n';
    return bytes;
  }

  /// What there is of a line that is not finished.
  Optional<LogEntry> flush() {
    if (length == 0) {
      return Optional.empty();
    }
    var bytes = Arrays.copyOf(line, length);
    length = 0;
    return Optional.of(new LogEntry(time, channel, bytes));
  }
}
