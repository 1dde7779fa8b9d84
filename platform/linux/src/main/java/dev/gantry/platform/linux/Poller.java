package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One platform thread that waits for any number of descriptors and calls back when one is ready:
/// pidfds, inotify, pseudo terminals, sockets. Regular files cannot be waited for (`EPERM`). See
/// [epoll(7)](https://man7.org/linux/man-pages/man7/epoll.7.html).
///
/// A callback is short: it hands over and returns, since all others wait for it. What it throws
/// ends its registration and goes to the thread's uncaught-exception handler. Code that would
/// rather block on a virtual thread uses [#waiter].
public final class Poller implements AutoCloseable {
  /// What is called on the poller's thread.
  @FunctionalInterface
  public interface Callback {
    void ready(Registration registration, Set<PollEvent> events);
  }

  /// How often a registration calls back.
  public enum Mode {
    /// Again and again for as long as the descriptor stays ready.
    LEVEL,
    /// Once, and again after [Registration#rearm].
    ONE_SHOT
  }

  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int MODIFY = 3;
  private static final long ONE_SHOT_BIT = 1L << 30;
  private static final int BATCH = 64;

  /// `struct epoll_event` is packed on x86 only.
  private static final int EVENT_SIZE = Machine.IS_X86 ? 12 : 16;

  private static final int DATA_OFFSET = EVENT_SIZE - 8;
  private static final ValueLayout.OfLong DATA = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final long WAKE_UP = 0;

  private final Fd epoll;
  private final Fd wakeUp;
  private final Map<Long, Registration> registrations = new ConcurrentHashMap<>();
  private final AtomicLong nextToken = new AtomicLong(WAKE_UP + 1);
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Poller(Fd epoll, Fd wakeUp, String threadName) {
    this.epoll = epoll;
    this.wakeUp = wakeUp;
    this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
  }

  /// Starts a poller and its thread.
  public static Poller start(String threadName) throws ErrnoException {
    var wakeUp = Fd.adopt(NativeCall.call(Syscall.EVENTFD2, 0, OpenFlag.CLOSE_ON_EXEC));
    try {
      var epoll = Fd.adopt(NativeCall.call(Syscall.EPOLL_CREATE1, OpenFlag.CLOSE_ON_EXEC));
      var poller = new Poller(epoll, wakeUp, threadName);
      poller.control(ADD, wakeUp.number(), PollEvent.READABLE.bits(), WAKE_UP);
      poller.thread.start();
      return poller;
    } catch (ErrnoException e) {
      wakeUp.close();
      throw e;
    }
  }

  /// Calls back when `fd` is ready, until the registration is closed. The descriptor stays open
  /// until then, even when its owner closes it before. Fails with `EEXIST` when there is such a
  /// registration already.
  public Registration register(Fd fd, Set<PollEvent> events, Mode mode, Callback callback)
      throws ErrnoException {
    if (closed.get()) {
      throw new IllegalStateException("poller is closed");
    }
    long token = nextToken.getAndIncrement();
    long bits = Flag.of(events) | (mode == Mode.ONE_SHOT ? ONE_SHOT_BIT : 0);
    var registration = new Registration(fd, bits, token, callback);
    int number = fd.acquire();
    registrations.put(token, registration);
    boolean added = false;
    try {
      control(ADD, number, bits, token);
      added = true;
    } finally {
      if (!added) {
        registrations.remove(token);
        fd.release();
      }
    }
    if (closed.get()) {
      registration.close();
      throw new IllegalStateException("poller is closed");
    }
    return registration;
  }

  /// Lets threads, virtual ones too, block until `fd` is ready. Closing the poller wakes nobody, so
  /// it is closed after those who wait have been interrupted.
  public PollWaiter waiter(Fd fd, PollEvent... events) throws ErrnoException {
    return new PollWaiter(this, fd, EnumSet.copyOf(List.of(events)));
  }

  private void control(int operation, int fd, long events, long token) throws ErrnoException {
    try (var call = new NativeCall()) {
      var event = call.allocate(EVENT_SIZE);
      event.set(ValueLayout.JAVA_INT, 0, (int) events);
      event.set(DATA, DATA_OFFSET, token);
      call.invoke(Syscall.EPOLL_CTL, call.fd(epoll), operation, fd, event.address());
    }
  }

  private void run() {
    try (var call = new NativeCall()) {
      int number = call.fd(epoll);
      var events = call.allocate((long) BATCH * EVENT_SIZE);
      while (!closed.get()) {
        long count = call.invoke(Syscall.EPOLL_PWAIT, number, events.address(), BATCH, -1, 0, 8);
        for (int i = 0; i < count && !closed.get(); i++) {
          dispatch(events.asSlice((long) i * EVENT_SIZE, EVENT_SIZE));
        }
      }
    } catch (ErrnoException e) {
      throw new IllegalStateException("poller " + thread.getName() + " has stopped", e);
    }
  }

  private void dispatch(MemorySegment event) {
    var registration = registrations.get(event.get(DATA, DATA_OFFSET));
    if (registration != null) {
      registration.dispatch(event.get(ValueLayout.JAVA_INT, 0));
    }
  }

  /// What a callback did not handle itself.
  static void report(Throwable failure) {
    var thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }

  /// Ends all registrations and the thread, and waits for the callback that is running.
  /// Idempotent.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      wakeUp.writeFully(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    } catch (ErrnoException e) {
      throw new IllegalStateException("cannot wake the poller", e);
    }
    if (!Thread.currentThread().equals(thread)) {
      Joins.uninterruptibly(thread);
    }
    new ArrayList<>(registrations.values()).forEach(Registration::close);
    epoll.close();
    wakeUp.close();
  }

  /// A descriptor being waited for.
  public final class Registration implements AutoCloseable {
    /// In use until the registration ends, so its number is this file's.
    private final Fd fd;

    private final long bits;
    private final long token;
    private final Callback callback;

    /// Guarded by this object's monitor, which is held during a callback.
    private boolean ended;

    private Registration(Fd fd, long bits, long token, Callback callback) {
      this.fd = fd;
      this.bits = bits;
      this.token = token;
      this.callback = callback;
    }

    /// Waits once more, in [Mode#ONE_SHOT]. Does nothing when closed.
    public synchronized void rearm() throws ErrnoException {
      if (!ended) {
        control(MODIFY, fd.number(), bits, token);
      }
    }

    private synchronized void dispatch(int ready) {
      if (ended) {
        return;
      }
      var events = EnumSet.noneOf(PollEvent.class);
      for (PollEvent event : PollEvent.values()) {
        if ((ready & event.bits()) != 0) {
          events.add(event);
        }
      }
      try {
        callback.ready(this, events);
      } catch (RuntimeException | Error e) {
        // Whatever it is: the others still need this thread.
        close();
        report(e);
      }
    }

    /// Stops waiting. When it returns, the callback neither runs nor will run again, unless it is
    /// the callback that closes. Who holds a lock the callback wants must not close. Idempotent.
    @Override
    public synchronized void close() {
      if (ended) {
        return;
      }
      ended = true;
      registrations.remove(token);
      try {
        control(DELETE, fd.number(), 0, 0);
      } catch (ErrnoException e) {
        throw new IllegalStateException("a registered descriptor was not registered", e);
      } finally {
        fd.release();
      }
    }
  }
}
