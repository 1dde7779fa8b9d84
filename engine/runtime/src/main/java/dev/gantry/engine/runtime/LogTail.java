package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.ErrnoException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds where the last so many lines of a log begin, by reading it backwards.
///
/// Lines count, not records: a long line is several records, and those of the two streams may
/// be mixed. So each stream has a beginning of its own.
final class LogTail {
  private static final int BLOCK = 256 * 1024;
  private static final int LARGEST_BLOCK = 4 << 20;

  /// A place in a log.
  ///
  /// @param segment index into the list of files
  record Position(int segment, long offset) implements Comparable<Position> {
    static final Position START = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
      return segment != other.segment
          ? Integer.compare(segment, other.segment)
          : Long.compare(offset, other.offset);
    }
  }

  private final List<LogSegment> segments;
  private final Map<OutputChannel, Position> beginnings = new EnumMap<>(OutputChannel.class);

  /// The streams that have a line among those counted.
  private final Set<OutputChannel> begun = EnumSet.noneOf(OutputChannel.class);

  private long missing;

  private LogTail(List<LogSegment> segments, long lines) {
    this.segments = segments;
    this.missing = lines;
  }

  /// Where each stream's share of the last `lines` lines begins.
  static Map<OutputChannel, Position> find(List<LogSegment> segments, long lines)
      throws ErrnoException {
    var tail = new LogTail(segments, lines);
    if (lines == 0) {
      tail.skipAll();
    } else {
      tail.scan();
    }
    for (OutputChannel channel : OutputChannel.values()) {
      tail.beginnings.putIfAbsent(channel, Position.START);
    }
    return tail.beginnings;
  }

  /// The beginnings of a whole log.
  static Map<OutputChannel, Position> everything() {
    return Map.of(OutputChannel.STDOUT, Position.START, OutputChannel.STDERR, Position.START);
  }

  private void skipAll() throws ErrnoException {
    int last = segments.size() - 1;
    var end = last < 0 ? Position.START : new Position(last, segments.get(last).size());
    for (OutputChannel channel : OutputChannel.values()) {
      beginnings.put(channel, end);
    }
  }

  private void scan() throws ErrnoException {
    for (int index = segments.size() - 1; index >= 0; index--) {
      long end = segments.get(index).size();
      int block = BLOCK;
      while (end > 0) {
        long start = Math.max(0, end - block);
        var records = records(index, start, end);
        if (records.isEmpty() && start > 0 && block < LARGEST_BLOCK) {
          block *= 2;
          continue;
        }
        for (Located record : records.reversed()) {
          if (take(record)) {
            return;
          }
        }
        end = records.isEmpty() ? start : records.getFirst().start().offset();
      }
    }
  }

  /// One record.
  ///
  /// @param end where the next one begins
  private record Located(OutputChannel channel, boolean partial, Position start, Position end) {}

  /// The records that begin between two offsets.
  private List<Located> records(int index, long start, long end) throws ErrnoException {
    // From one byte earlier: what begins there is the rest of a line that began before, be it
    // its newline only.
    var cursor = new LogCursor(segments.get(index), Math.max(0, start - 1));
    var records = new ArrayList<Located>();
    while (true) {
      var record = cursor.next();
      if (record.isEmpty() || cursor.recordPosition() >= end) {
        return records;
      }
      if (cursor.recordPosition() >= start) {
        records.add(
            new Located(
                record.get().channel(),
                record.get().partial(),
                new Position(index, cursor.recordPosition()),
                new Position(index, cursor.recordEnd())));
      }
    }
  }

  /// Looks at one record, from the last to the first.
  ///
  /// @return whether all is known
  private boolean take(Located record) {
    var channel = record.channel();
    // The last record of a stream ends a line even when the line is not finished.
    boolean endsLine = !record.partial() || !begun.contains(channel);
    if (endsLine && !beginnings.containsKey(channel)) {
      if (missing == 0) {
        beginnings.put(channel, record.end());
      } else {
        missing--;
        begun.add(channel);
      }
    }
    if (missing == 0) {
      // Streams that have no part in the lines counted begin behind all that is looked at from
      // here on.
      for (OutputChannel other : OutputChannel.values()) {
        if (!begun.contains(other)) {
          beginnings.putIfAbsent(other, record.start());
        }
      }
    }
    return beginnings.size() == OutputChannel.values().length;
  }
}
