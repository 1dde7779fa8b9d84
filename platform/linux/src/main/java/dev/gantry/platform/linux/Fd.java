package dev.gantry.platform.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The owner of an open file descriptor. All are opened with `O_CLOEXEC`.
///
/// A descriptor may be used by several threads. [#close] takes effect when the calls that are
/// under way have ended, so a number is never reused under a running call; it does not wake a
/// thread that blocks in one. Using a closed `Fd` is a mistake of the program and throws
/// [IllegalStateException].
///
/// [#read] and [#write] block on pipes, sockets and terminals, and a native call that blocks
/// occupies the carrier of a virtual thread: use a platform thread there, or [Poller].
public final class Fd implements AutoCloseable {
  private static final int CLOSED = 1 << 31;

  private final int number;

  /// Calls under way, plus one until closed, plus the bit CLOSED.
  private final AtomicInteger uses = new AtomicInteger(1);

  private Fd(int number) {
    this.number = number;
  }

  /// Takes ownership of a descriptor that nobody else will close.
  public static Fd adopt(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    return new Fd(number);
  }

  static Fd adopt(long number) {
    return adopt(Math.toIntExact(number));
  }

  /// Opens a path of the host; symbolic links are followed. See
  /// [openat(2)](https://man7.org/linux/man-pages/man2/open.2.html).
  /// What a container can influence is opened through [Directory] instead.
  public static Fd open(Path path, OpenFlag... flags) throws ErrnoException {
    return open(path, 0, flags);
  }

  /// Opens a path of the host, creating the file when the flags say so.
  ///
  /// @param permissions of the file when it is created, reduced by the process's umask
  public static Fd open(Path path, int permissions, OpenFlag... flags) throws ErrnoException {
    try (var call = new NativeCall()) {
      long bits = Flag.of(List.of(flags)) | OpenFlag.CLOSE_ON_EXEC;
      return adopt(
          call.invokeOn(
              path.toString(), Syscall.OPENAT, At.CURRENT, call.path(path), bits, permissions));
    }
  }

  /// The number, for passing to native code while this object is kept open.
  public int number() {
    return number;
  }

  /// A path that leads to the very file this descriptor is open on, whatever its name is now, for
  /// as long as the descriptor is open. See
  /// [proc_pid_fd(5)](https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html).
  public Path path() {
    return Path.of(procName());
  }

  String procName() {
    return "/proc/self/fd/" + number;
  }

  /// A channel on the same file with its own position; it lives independently of this descriptor.
  /// Fails on what cannot be opened anew, such as sockets.
  public FileChannel channel(OpenOption... options) throws IOException {
    acquire();
    try {
      return FileChannel.open(path(), options);
    } finally {
      release();
    }
  }

  /// See [dup(2)](https://man7.org/linux/man-pages/man2/dup.2.html).
  public Fd duplicate() throws ErrnoException {
    return adopt(FileControl.duplicate(this));
  }

  /// Whether [#read] and [#write] fail with `EAGAIN` instead of blocking. This belongs to what the
  /// descriptor is open on, so it holds for its duplicates in other processes too. See
  /// [fcntl(2)](https://man7.org/linux/man-pages/man2/F_GETFL.2const.html).
  public void setNonBlocking(boolean nonBlocking) throws ErrnoException {
    FileControl.setNonBlocking(this, nonBlocking);
  }

  /// Reads up to `length` bytes. May block. See
  /// [read(2)](https://man7.org/linux/man-pages/man2/read.2.html).
  ///
  /// @return the number of bytes, or -1 at the end
  public int read(byte[] target, int offset, int length) throws ErrnoException {
    return read(ByteBuffer.wrap(target, offset, length));
  }

  /// Reads up to `target.remaining()` bytes. May block.
  ///
  /// @return the number of bytes, or -1 at the end
  public int read(ByteBuffer target) throws ErrnoException {
    return Transfer.read(Syscall.READ, this, target, -1);
  }

  /// Reads from a position, which leaves the descriptor's own position alone. See
  /// [pread(2)](https://man7.org/linux/man-pages/man2/pread.2.html).
  ///
  /// @return the number of bytes, or -1 at the end
  public int read(ByteBuffer target, long position) throws ErrnoException {
    return Transfer.read(Syscall.PREAD64, this, target, position);
  }

  /// Writes some of `source`, at least one byte unless it is empty. May block. See
  /// [write(2)](https://man7.org/linux/man-pages/man2/write.2.html).
  ///
  /// @return the number of bytes, by which the buffer's position moves
  public int write(ByteBuffer source) throws ErrnoException {
    return Transfer.write(Syscall.WRITE, this, source, -1);
  }

  /// Writes all that remains in `source` at a position, which leaves the descriptor's own position
  /// alone. May block. See [pwrite(2)](https://man7.org/linux/man-pages/man2/pwrite.2.html).
  public void writeFully(ByteBuffer source, long position) throws ErrnoException {
    long at = position;
    while (source.hasRemaining()) {
      at += Transfer.write(Syscall.PWRITE64, this, source, at);
    }
  }

  /// Writes all of `bytes`. May block.
  public void writeFully(byte[] bytes) throws ErrnoException {
    writeFully(ByteBuffer.wrap(bytes));
  }

  /// Writes all that remains in `source`. May block.
  public void writeFully(ByteBuffer source) throws ErrnoException {
    while (source.hasRemaining()) {
      write(source);
    }
  }

  /// Reads from the current position to the end. May block.
  public byte[] readFully() throws ErrnoException {
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    int count;
    while ((count = read(buffer, 0, buffer.length)) > 0) {
      bytes.write(buffer, 0, count);
    }
    return bytes.toByteArray();
  }

  /// A view that reads from this descriptor; closing the view closes the descriptor.
  public InputStream inputStream() {
    return new FdInputStream(this);
  }

  /// An unbuffered view that writes to this descriptor; closing the view closes the descriptor.
  public OutputStream outputStream() {
    return new FdOutputStream(this);
  }

  /// Metadata of the open file. See
  /// [statx(2)](https://man7.org/linux/man-pages/man2/statx.2.html).
  public FileStat stat() throws ErrnoException {
    try (var call = new NativeCall()) {
      return FileStat.read(call, call.fd(this), "", At.EMPTY_PATH);
    }
  }

  /// Makes data and metadata durable; on a directory, its entries. Blocks on the disk. See
  /// [fsync(2)](https://man7.org/linux/man-pages/man2/fsync.2.html).
  public void sync() throws ErrnoException {
    simple(Syscall.FSYNC);
  }

  /// Makes data durable, with the metadata needed to read it back. Blocks on the disk.
  public void syncData() throws ErrnoException {
    simple(Syscall.FDATASYNC);
  }

  /// Makes everything on the file system of this file durable. Blocks on the disk. See
  /// [syncfs(2)](https://man7.org/linux/man-pages/man2/syncfs.2.html).
  public void syncFileSystem() throws ErrnoException {
    simple(Syscall.SYNCFS);
  }

  /// See [ftruncate(2)](https://man7.org/linux/man-pages/man2/ftruncate.2.html).
  public void truncate(long size) throws ErrnoException {
    simple(Syscall.FTRUNCATE, size);
  }

  /// Reserves space for a range and grows the file to hold it. See
  /// [fallocate(2)](https://man7.org/linux/man-pages/man2/fallocate.2.html).
  public void allocate(long offset, long length) throws ErrnoException {
    simple(Syscall.FALLOCATE, 0, offset, length);
  }

  /// See [fchmod(2)](https://man7.org/linux/man-pages/man2/fchmod.2.html). For a descriptor opened
  /// with [OpenFlag#PATH] use [Directory#chmod].
  public void chmod(int permissions) throws ErrnoException {
    simple(Syscall.FCHMOD, permissions);
  }

  /// See [chown(2)](https://man7.org/linux/man-pages/man2/fchownat.2.html). It clears the set-id
  /// bits of files, so [#chmod] comes after it.
  public void chown(long uid, long gid) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invoke(Syscall.FCHOWNAT, call.fd(this), call.name(""), uid, gid, At.EMPTY_PATH);
    }
  }

  /// Sets the times of access and modification, to the nanosecond. See
  /// [futimens(3)](https://man7.org/linux/man-pages/man3/futimens.3.html).
  public void setTimes(Instant accessed, Instant modified) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invoke(
          Syscall.UTIMENSAT, call.fd(this), 0, Directory.times(call, accessed, modified), 0);
    }
  }

  private void simple(Syscall syscall, long... arguments) throws ErrnoException {
    try (var call = new NativeCall()) {
      var all = new long[arguments.length + 1];
      all[0] = call.fd(this);
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      call.invoke(syscall, all);
    }
  }

  int acquire() {
    int now;
    do {
      now = uses.get();
      if ((now & CLOSED) != 0) {
        throw new IllegalStateException("file descriptor " + number + " is closed");
      }
    } while (!uses.compareAndSet(now, now + 1));
    return number;
  }

  void release() {
    if (uses.decrementAndGet() == CLOSED) {
      try (var call = new NativeCall()) {
        // EIO from close(2) says nothing that fsync has not said; who needs durability syncs.
        call.attempt(Syscall.CLOSE, number);
      }
    }
  }

  /// Idempotent. See [close(2)](https://man7.org/linux/man-pages/man2/close.2.html).
  @Override
  public void close() {
    int now;
    do {
      now = uses.get();
      if ((now & CLOSED) != 0) {
        return;
      }
    } while (!uses.compareAndSet(now, now | CLOSED));
    release();
  }

  @Override
  public String toString() {
    return "Fd[" + number + ((uses.get() & CLOSED) != 0 ? ", closed]" : "]");
  }
}
