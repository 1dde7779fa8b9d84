package dev.gantry.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Watches directories for changes of the names in them. See
/// [inotify(7)](https://man7.org/linux/man-pages/man7/inotify.7.html).
///
/// Instances are scarce (128 for a user), watches are not: share one. Listeners run on the
/// poller's thread, are as short as its callbacks, and end like them when
/// they throw. A watch sees only what happens after it was
/// made, so make it first and look at the directory then.
public final class Inotify implements AutoCloseable {
  private static final int IN_UNMOUNT = 0x2000;
  private static final int IN_OVERFLOW = 0x4000;
  private static final int IN_IGNORED = 0x8000;
  private static final long IN_ONLYDIR = 0x01000000;
  private static final long IN_MASK_CREATE = 0x10000000;

  /// Many events at once; one with the longest name takes 272 bytes.
  private static final int BUFFER_SIZE = 16 * 1024;

  private final Fd fd;
  private final Poller.Registration registration;
  private final Map<Integer, Watch> watches = new HashMap<>();

  private Inotify(Fd fd, Poller poller) throws ErrnoException {
    this.fd = fd;
    registration =
        poller.register(fd, Set.of(PollEvent.READABLE), Poller.Mode.LEVEL, (_, _) -> readEvents());
  }

  /// An instance whose listeners run on the thread of `poller`.
  public static Inotify open(Poller poller) throws ErrnoException {
    long flags = OpenFlag.CLOSE_ON_EXEC | OpenFlag.NON_BLOCKING.bits();
    var fd = Fd.adopt(NativeCall.call(Syscall.INOTIFY_INIT1, flags));
    try {
      return new Inotify(fd, poller);
    } catch (ErrnoException | RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  /// Watches a directory. Fails with `EEXIST` when this instance watches it already. See
  /// [inotify_add_watch(2)](https://man7.org/linux/man-pages/man2/inotify_add_watch.2.html).
  public Watch watch(
      Path directory, Set<DirectoryChange.Kind> kinds, Consumer<DirectoryChange> listener)
      throws ErrnoException {
    long mask = Flag.of(kinds) | IN_ONLYDIR | IN_MASK_CREATE;
    // Under the lock, so that the first event finds the watch in the map.
    synchronized (watches) {
      try (var call = new NativeCall()) {
        int descriptor =
            (int)
                call.invokeOn(
                    directory.toString(),
                    Syscall.INOTIFY_ADD_WATCH,
                    call.fd(fd),
                    call.path(directory),
                    mask);
        var watch = new Watch(descriptor, listener);
        watches.put(descriptor, watch);
        return watch;
      }
    }
  }

  private void readEvents() {
    var bytes = new byte[BUFFER_SIZE];
    int length;
    try {
      length = fd.read(bytes, 0, bytes.length);
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return;
      }
      throw new IllegalStateException("cannot read inotify events", e);
    }
    var events = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
    while (events.hasRemaining()) {
      int descriptor = events.getInt();
      int mask = events.getInt();
      events.getInt(); // pairs the two halves of a rename
      var name = new byte[events.getInt()];
      events.get(name);
      deliver(descriptor, mask, name);
    }
  }

  private void deliver(int descriptor, int mask, byte[] name) {
    if ((mask & IN_OVERFLOW) != 0) {
      for (Watch watch : all()) {
        watch.tell(new DirectoryChange.Overflow());
      }
      return;
    }
    var watch = find(descriptor);
    if (watch.isEmpty()) {
      return;
    }
    if ((mask & (IN_IGNORED | IN_UNMOUNT)) != 0) {
      watch.get().tellGone();
      return;
    }
    for (DirectoryChange.Kind kind : DirectoryChange.Kind.values()) {
      if ((mask & kind.bits()) != 0) {
        watch.get().tell(new DirectoryChange.Named(kind, unpadded(name)));
      }
    }
  }

  private Optional<Watch> find(int descriptor) {
    synchronized (watches) {
      return Optional.ofNullable(watches.get(descriptor));
    }
  }

  private List<Watch> all() {
    synchronized (watches) {
      return List.copyOf(watches.values());
    }
  }

  private static String unpadded(byte[] name) {
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return FileNames.decode(name, 0, length);
  }

  /// Ends all watches.
  @Override
  public void close() {
    registration.close();
    for (Watch watch : all()) {
      watch.close();
    }
    fd.close();
  }

  /// One watched directory.
  public final class Watch implements AutoCloseable {
    private final int descriptor;
    private final Consumer<DirectoryChange> listener;

    /// Guarded by this object's monitor, which is held while the listener runs.
    private boolean ended;

    private Watch(int descriptor, Consumer<DirectoryChange> listener) {
      this.descriptor = descriptor;
      this.listener = listener;
    }

    private synchronized void tell(DirectoryChange change) {
      if (ended) {
        return;
      }
      try {
        listener.accept(change);
      } catch (RuntimeException | Error e) {
        close();
        Poller.report(e);
      }
    }

    private synchronized void tellGone() {
      tell(new DirectoryChange.Gone());
      ended = true;
      forget();
    }

    private void forget() {
      synchronized (watches) {
        watches.remove(descriptor);
      }
    }

    /// Stops watching. When it returns, the listener neither runs nor will run again, unless it is
    /// the listener that closes. Idempotent.
    @Override
    public synchronized void close() {
      if (ended) {
        return;
      }
      ended = true;
      forget();
      try (var call = new NativeCall()) {
        // Fails when the directory has gone meanwhile, and the watch with it.
        call.attempt(Syscall.INOTIFY_RM_WATCH, call.fd(fd), descriptor);
      }
    }
  }
}
