package dev.gantry.platform.store;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second process, or a second store in this one, away from a database: the present is
/// held in memory, so there must be only one writer. The kernel releases it with the process.
final class StoreLock implements AutoCloseable {
  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  static StoreLock acquire(Path file) throws IOException {
    // Not the database itself: closing our channel would drop SQLite's locks on it.
    Path path = StoreFiles.beside(file, ".lock");
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new StoreLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process; answered like a foreign one below.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new FailedPreconditionException(file + " is in use by another process");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
