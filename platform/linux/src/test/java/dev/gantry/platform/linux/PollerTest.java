package dev.gantry.platform.linux;

import static dev.gantry.platform.linux.DirectoryTest.assertThatErrno;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollerTest {
  private Poller poller;
  private UnixSocket left;
  private UnixSocket right;

  @BeforeEach
  void open() throws Exception {
    poller = Poller.start("test-poller");
    var pair = UnixSocket.pair(UnixSocket.Kind.STREAM);
    left = pair.left();
    right = pair.right();
  }

  @AfterEach
  void close() {
    poller.close();
    left.close();
    right.close();
  }

  @Test
  void levelCallsAgainUntilNothingIsLeft() throws Exception {
    var bytes = new LinkedBlockingQueue<Integer>();
    poller.register(
        right.fd(), Set.of(PollEvent.READABLE), Poller.Mode.LEVEL, (_, _) -> bytes.add(readOne()));

    send("abc");

    assertThat(bytes.take()).isEqualTo('a');
    assertThat(bytes.take()).isEqualTo('b');
    assertThat(bytes.take()).isEqualTo('c');
    send("d");
    assertThat(bytes.take()).isEqualTo('d');
  }

  @Test
  void oneShotCallsOnceUntilRearmed() throws Exception {
    var calls = new AtomicInteger();
    var other = UnixSocket.pair(UnixSocket.Kind.STREAM);
    var probe = new SynchronousQueue<Boolean>();
    var once =
        poller.register(
            right.fd(),
            Set.of(PollEvent.READABLE),
            Poller.Mode.ONE_SHOT,
            (_, _) -> calls.incrementAndGet());
    send("abc");
    eventually(() -> assertThat(calls).hasValue(1));

    // A round trip through the poller's thread: had it more to say, it would have said it.
    poller.register(
        other.left().fd(),
        Set.of(PollEvent.WRITABLE),
        Poller.Mode.ONE_SHOT,
        (_, _) -> probe.offer(true));
    assertThat(calls).hasValue(1);

    once.rearm();
    eventually(() -> assertThat(calls).hasValue(2));
    other.left().close();
    other.right().close();
  }

  @Test
  void theEndOfThePeerIsAnEvent() throws Exception {
    var seen = new LinkedBlockingQueue<Set<PollEvent>>();
    poller.register(
        right.fd(),
        Set.of(PollEvent.READABLE, PollEvent.PEER_CLOSED),
        Poller.Mode.ONE_SHOT,
        (_, events) -> seen.add(events));

    left.close();

    assertThat(seen.take()).contains(PollEvent.READABLE, PollEvent.PEER_CLOSED, PollEvent.HANG_UP);
  }

  @Test
  void afterCloseNoCallbackRuns() throws Exception {
    var inCallback = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    var finished = new AtomicInteger();
    var registration =
        poller.register(
            right.fd(),
            Set.of(PollEvent.READABLE),
            Poller.Mode.LEVEL,
            (_, _) -> {
              inCallback.countDown();
              awaitUninterruptibly(proceed);
              finished.incrementAndGet();
            });
    send("x");
    inCallback.await();
    var finishedAtClose = new AtomicInteger(-1);
    var closer =
        Thread.ofVirtual()
            .start(
                () -> {
                  registration.close();
                  finishedAtClose.set(finished.get());
                });
    eventually(() -> assertThat(closer.getState()).isEqualTo(Thread.State.BLOCKED));

    proceed.countDown();
    closer.join();

    assertThat(finishedAtClose).hasValueGreaterThan(0);
    assertThat(finished).hasValue(finishedAtClose.get());
  }

  @Test
  void aCallbackMayCloseItsOwnRegistration() throws Exception {
    var calls = new LinkedBlockingQueue<Integer>();
    poller.register(
        right.fd(),
        Set.of(PollEvent.READABLE),
        Poller.Mode.LEVEL,
        (registration, _) -> {
          registration.close();
          calls.add(1);
        });

    send("x");
    calls.take();

    try (var waiter = poller.waiter(right.fd(), PollEvent.READABLE)) {
      waiter.await();
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void aCallbackThatThrowsEndsItsRegistrationOnly() throws Exception {
    var reported = new AtomicReference<Throwable>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> reported.set(failure));
    try {
      poller.register(
          right.fd(),
          Set.of(PollEvent.READABLE),
          Poller.Mode.LEVEL,
          (_, _) -> {
            throw new IllegalArgumentException("from the callback");
          });
      send("x");
      eventually(() -> assertThat(reported.get()).hasMessage("from the callback"));

      try (var waiter = poller.waiter(right.fd(), PollEvent.READABLE)) {
        waiter.await();
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void aWaiterWaitsAgainAndAgain() throws Exception {
    var received = new LinkedBlockingQueue<Integer>();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var waiter = poller.waiter(right.fd(), PollEvent.READABLE)) {
                    for (int i = 0; i < 100; i++) {
                      waiter.await();
                      received.add(readOne());
                    }
                  } catch (ErrnoException e) {
                    throw new AssertionError(e);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    for (int i = 0; i < 100; i++) {
      left.send(ByteBuffer.wrap(new byte[] {(byte) i}));
      assertThat(received.take()).isEqualTo(i);
    }
    reader.join();
  }

  @Test
  void anInterruptedWaiterStaysUsable() throws Exception {
    try (var waiter = poller.waiter(right.fd(), PollEvent.READABLE)) {
      Thread.currentThread().interrupt();
      assertThat(interrupts(waiter)).isTrue();

      send("x");
      waiter.await();
    }
  }

  private static boolean interrupts(PollWaiter waiter) throws ErrnoException {
    try {
      waiter.await();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Test
  void closingKeepsTheDescriptorUntilTheRegistrationEnds() throws Exception {
    int number = right.fd().number();
    var registration =
        poller.register(right.fd(), Set.of(PollEvent.READABLE), Poller.Mode.ONE_SHOT, (_, _) -> {});

    right.close();
    assertThat(Path.of("/proc/self/fd", "" + number)).exists();
    registration.close();
    assertThat(Path.of("/proc/self/fd", "" + number)).doesNotExist();
  }

  @Test
  void aClosedPollerTakesNoRegistrations() {
    poller.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> poller.waiter(right.fd(), PollEvent.READABLE));
    poller.close();
  }

  @Test
  void regularFilesCannotBeWaitedFor() throws Exception {
    try (var file = Fd.open(Path.of("/etc/passwd"))) {
      assertThatErrno(Errno.EPERM, () -> poller.waiter(file, PollEvent.READABLE));
    }
  }

  private void send(String text) throws ErrnoException {
    left.send(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private int readOne() {
    var one = ByteBuffer.allocate(1);
    try {
      right.receiveNow(one);
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
    return one.get(0);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
