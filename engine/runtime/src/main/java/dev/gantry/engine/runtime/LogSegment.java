package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One file of a log, held open: it can be read to its end whatever it is renamed to, and even
/// when it was deleted.
record LogSegment(Key key, Fd fd) implements AutoCloseable {

  /// Names a file, not its path.
  record Key(DeviceNumber device, long inode) {}

  /// The files of a log, oldest first. Opened newest first, so that a rotation meanwhile makes
  /// one appear twice, which is noticed, rather than not at all.
  static List<LogSegment> openAll(LogSpec.File log) throws ErrnoException {
    var segments = new ArrayList<LogSegment>();
    try {
      for (int age = 0; age < log.maxFiles(); age++) {
        var segment = open(path(log, age));
        if (segment.isEmpty()) {
          continue;
        }
        if (contains(segments, segment.get())) {
          segment.get().close();
        } else {
          segments.addFirst(segment.get());
        }
      }
      return segments;
    } catch (ErrnoException e) {
      segments.forEach(LogSegment::close);
      throw e;
    }
  }

  /// The path of the file that was rotated so many times.
  static Path path(LogSpec.File log, int age) {
    return age == 0 ? log.path() : log.path().resolveSibling(log.path().getFileName() + "." + age);
  }

  private static boolean contains(List<LogSegment> segments, LogSegment other) {
    return segments.stream().anyMatch(segment -> segment.key.equals(other.key));
  }

  /// Regular files only, and no links: who could replace the log must not have us read another
  /// file, or wait for a writer of a pipe.
  static Optional<LogSegment> open(Path path) throws ErrnoException {
    Fd fd;
    try {
      fd = Fd.open(path, OpenFlag.READ_ONLY, OpenFlag.NO_FOLLOW, OpenFlag.NON_BLOCKING);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
    FileStat stat;
    try {
      stat = fd.stat();
    } catch (ErrnoException e) {
      fd.close();
      throw e;
    }
    if (!stat.isRegular()) {
      fd.close();
      throw new ErrnoException("open " + path, Errno.EINVAL);
    }
    return Optional.of(new LogSegment(new Key(stat.device(), stat.inode()), fd));
  }

  /// Returns the number of bytes, or -1 at what is the end now.
  int read(ByteBuffer target, long position) throws ErrnoException {
    return fd.read(target, position);
  }

  long size() throws ErrnoException {
    return fd.stat().size();
  }

  @Override
  public void close() {
    fd.close();
  }
}
