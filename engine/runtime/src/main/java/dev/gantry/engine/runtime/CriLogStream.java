package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.ErrnoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Reads a log from file to file, and then waits for what comes.
///
/// Between the old lines and the new there is no seam: both are the same file read on. A
/// rotation shows by the log's path leading to another file than the one being read. Only when
/// conmon has opened that one does it exist, and conmon writes nothing to the old one after; so
/// the old one is read to its end once more, and then left.
final class CriLogStream implements LogStream {
  private static final Duration LONGEST_WAIT = Duration.ofDays(10_000);

  private final LogSpec.File log;
  private final LogQuery query;
  private final OutputActivity activity;
  private final InstantSource clock;

  /// Held while reading and waiting.
  private final ReentrantLock reader = new ReentrantLock();

  private final Deque<LogSegment> upcoming = new ArrayDeque<>();
  private final Map<OutputChannel, LogTail.Position> beginnings;
  private final Map<OutputChannel, LineAssembler> lines = new EnumMap<>(OutputChannel.class);
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private Optional<Reading> reading = Optional.empty();
  private int segmentIndex = -1;
  private boolean atEnd;
  private volatile boolean closed;

  /// The file being read.
  private record Reading(LogSegment segment, LogCursor cursor) {}

  private CriLogStream(
      LogSpec.File log,
      LogQuery query,
      OutputActivity activity,
      InstantSource clock,
      List<LogSegment> segments,
      Map<OutputChannel, LogTail.Position> beginnings) {
    this.log = log;
    this.query = query;
    this.activity = activity;
    this.clock = clock;
    this.beginnings = beginnings;
    upcoming.addAll(segments);
    for (OutputChannel channel : OutputChannel.values()) {
      lines.put(channel, new LineAssembler(channel));
    }
    skipFilesBeforeTail();
  }

  static CriLogStream open(
      LogSpec.File log, LogQuery query, OutputActivity activity, InstantSource clock) {
    try {
      var segments = LogSegment.openAll(log);
      var tail =
          query.tail().isPresent()
              ? LogTail.find(segments, query.tail().getAsLong())
              : LogTail.everything();
      return new CriLogStream(log, query, activity, clock, segments, tail);
    } catch (ErrnoException e) {
      throw new InternalException("open log " + log.path(), e);
    }
  }

  private void skipFilesBeforeTail() {
    int first = firstBeginning().segment();
    while (segmentIndex + 1 < first && !upcoming.isEmpty()) {
      upcoming.removeFirst().close();
      segmentIndex++;
    }
  }

  private LogTail.Position firstBeginning() {
    return Collections.min(beginnings.values());
  }

  @Override
  public Optional<LogEntry> next() throws InterruptedException {
    reader.lockInterruptibly();
    try {
      while (!closed) {
        while (!entries.isEmpty()) {
          var entry = entries.removeFirst();
          if (isAfterUntil(entry.time())) {
            atEnd = true;
            entries.clear();
            return Optional.empty();
          }
          if (wanted(entry)) {
            return Optional.of(entry);
          }
        }
        if (atEnd || !advance()) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    } catch (ErrnoException e) {
      throw new InternalException("read log " + log.path(), e);
    } finally {
      reader.unlock();
    }
  }

  private boolean wanted(LogEntry entry) {
    boolean channelWanted =
        switch (entry.channel()) {
          case STDOUT -> query.stdout();
          case STDERR -> query.stderr();
        };
    return channelWanted && query.since().map(since -> !entry.time().isBefore(since)).orElse(true);
  }

  private boolean isAfterUntil(Instant time) {
    return query.until().map(time::isAfter).orElse(false);
  }

  /// Gets more entries, or waits for some. False at the end.
  private boolean advance() throws ErrnoException, InterruptedException {
    var state = activity.state();
    if (readRecord() || openNext()) {
      return true;
    }
    if (query.follow() && !state.ended()) {
      long nanos = nanosUntilEnd();
      if (nanos > 0) {
        activity.await(state, nanos);
        return true;
      }
    }
    atEnd = true;
    lines.values().forEach(line -> line.flush().ifPresent(entries::add));
    return !entries.isEmpty();
  }

  private boolean readRecord() throws ErrnoException {
    if (reading.isEmpty()) {
      return false;
    }
    var cursor = reading.get().cursor();
    var record = cursor.next();
    if (record.isEmpty()) {
      return false;
    }
    var channel = record.get().channel();
    if (belongs(channel, cursor.recordPosition())) {
      line(channel).add(record.get(), cursor.buffer(), entries);
    }
    return true;
  }

  /// Whether a record is not before the tail.
  private boolean belongs(OutputChannel channel, long recordPosition) {
    var beginning = beginning(channel);
    return segmentIndex > beginning.segment()
        || (segmentIndex == beginning.segment() && recordPosition >= beginning.offset());
  }

  private LogTail.Position beginning(OutputChannel channel) {
    return beginnings.getOrDefault(channel, LogTail.Position.START);
  }

  private LineAssembler line(OutputChannel channel) {
    return lines.computeIfAbsent(channel, LineAssembler::new);
  }

  /// Goes on to the next file, after what was written to this one before the next was opened.
  private boolean openNext() throws ErrnoException {
    if (upcoming.isEmpty()) {
      findNewer();
    }
    if (upcoming.isEmpty()) {
      return false;
    }
    if (readRecord()) {
      return true;
    }
    close(reading);
    var segment = upcoming.removeFirst();
    segmentIndex++;
    var first = firstBeginning();
    long offset = first.segment() == segmentIndex ? first.offset() : 0;
    reading = Optional.of(new Reading(segment, new LogCursor(segment, offset)));
    return true;
  }

  /// Looks for files younger than the one being read; all, when there was none or it is gone.
  private void findNewer() throws ErrnoException {
    var current = LogSegment.open(log.path());
    if (current.isEmpty()) {
      return;
    }
    boolean same = reading.isPresent() && reading.get().segment().key().equals(current.get().key());
    current.get().close();
    if (same) {
      return;
    }
    upcoming.addAll(LogSegment.openAll(log));
    var known = reading.map(Reading::segment).map(LogSegment::key);
    boolean stillThere =
        upcoming.stream().anyMatch(segment -> known.equals(Optional.of(segment.key())));
    while (stillThere && !known.equals(Optional.of(upcoming.getFirst().key()))) {
      upcoming.removeFirst().close();
    }
    if (stillThere) {
      upcoming.removeFirst().close();
    }
  }

  /// How long a follower may wait: forever, without a moment to stop at.
  private long nanosUntilEnd() {
    return query
        .until()
        .map(until -> Duration.between(clock.instant(), until))
        .map(left -> left.compareTo(LONGEST_WAIT) < 0 ? left.toNanos() : Long.MAX_VALUE)
        .orElse(Long.MAX_VALUE);
  }

  private static void close(Optional<Reading> reading) {
    reading.map(Reading::segment).ifPresent(LogSegment::close);
  }

  @Override
  public void close() {
    closed = true;
    activity.advance();
    reader.lock();
    try {
      close(reading);
      upcoming.forEach(LogSegment::close);
    } finally {
      reader.unlock();
    }
  }
}
