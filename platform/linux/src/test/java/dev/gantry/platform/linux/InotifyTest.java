package dev.gantry.platform.linux;

import static dev.gantry.platform.linux.DirectoryTest.assertThatErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.DirectoryChange.Gone;
import dev.gantry.platform.linux.DirectoryChange.Kind;
import dev.gantry.platform.linux.DirectoryChange.Named;
import dev.gantry.platform.linux.DirectoryChange.Overflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyTest {
  @TempDir private Path directory;
  private final LinkedBlockingQueue<DirectoryChange> changes = new LinkedBlockingQueue<>();
  private Poller poller;
  private Inotify inotify;

  @BeforeEach
  void open() throws Exception {
    poller = Poller.start("test-poller");
    inotify = Inotify.open(poller);
  }

  @AfterEach
  void close() {
    inotify.close();
    poller.close();
  }

  @Test
  void namesThatComeAndGoAreTold() throws Exception {
    Path watched = Files.createDirectory(directory.resolve("watched"));
    inotify.watch(
        watched,
        Set.of(Kind.CREATED, Kind.WRITTEN, Kind.MOVED_IN, Kind.MOVED_OUT, Kind.DELETED),
        changes::add);

    Files.writeString(watched.resolve("file"), "x");
    assertThat(changes.take()).isEqualTo(new Named(Kind.CREATED, "file"));
    assertThat(changes.take()).isEqualTo(new Named(Kind.WRITTEN, "file"));

    Files.move(watched.resolve("file"), directory.resolve("out"));
    assertThat(changes.take()).isEqualTo(new Named(Kind.MOVED_OUT, "file"));
    Files.move(directory.resolve("out"), watched.resolve("in"));
    assertThat(changes.take()).isEqualTo(new Named(Kind.MOVED_IN, "in"));
    Files.delete(watched.resolve("in"));
    assertThat(changes.take()).isEqualTo(new Named(Kind.DELETED, "in"));
  }

  @Test
  void namesThatAreNotUtf8AreKept() throws Exception {
    String odd = FileNames.decode(new byte[] {'a', (byte) 0x80, 'b'});
    inotify.watch(directory, Set.of(Kind.CREATED), changes::add);

    try (var view = Directory.open(directory, Lookup.BENEATH)) {
      view.makeDirectory(odd, 0700);
    }

    assertThat(changes.take()).isEqualTo(new Named(Kind.CREATED, odd));
  }

  @Test
  void theEndOfTheDirectoryIsTold() throws Exception {
    Path watched = Files.createDirectory(directory.resolve("watched"));
    var watch = inotify.watch(watched, Set.of(Kind.CREATED), changes::add);

    Files.delete(watched);

    assertThat(changes.take()).isEqualTo(new Gone());
    watch.close();
  }

  @Test
  void aClosedWatchIsSilentAndTheOthersAreNot() throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    var watch = inotify.watch(first, Set.of(Kind.CREATED), changes::add);
    inotify.watch(second, Set.of(Kind.CREATED), changes::add);

    watch.close();
    watch.close();
    Files.createFile(first.resolve("unseen"));
    Files.createFile(second.resolve("seen"));

    assertThat(changes.take()).isEqualTo(new Named(Kind.CREATED, "seen"));
  }

  @Test
  void aDirectoryIsWatchedOnceAndAFileNever() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    inotify.watch(directory, Set.of(Kind.CREATED), changes::add);

    assertThatErrno(
        Errno.EEXIST, () -> inotify.watch(directory, Set.of(Kind.CREATED), changes::add));
    assertThatErrno(Errno.ENOTDIR, () -> inotify.watch(file, Set.of(Kind.MODIFIED), changes::add));
  }

  @Test
  void lostEventsAreTold() throws Exception {
    int capacity = queueCapacity();
    var proceed = new CountDownLatch(1);
    inotify.watch(
        directory,
        Set.of(Kind.ATTRIBUTES_CHANGED),
        change -> {
          awaitUninterruptibly(proceed);
          if (change instanceof Overflow) {
            changes.add(change);
          }
        });

    try (var view = Directory.open(directory, Lookup.BENEATH)) {
      view.create("a", 0600).close();
      view.create("b", 0600).close();
      // Twice the capacity, whatever the first read takes; equal neighbours would count once.
      for (int i = 0; i < capacity; i++) {
        view.setTimes("a", Instant.EPOCH, Instant.EPOCH);
        view.setTimes("b", Instant.EPOCH, Instant.EPOCH);
      }
    }
    proceed.countDown();

    assertThat(changes.take()).isEqualTo(new Overflow());
  }

  private static int queueCapacity() throws ErrnoException {
    // Not by Files.readString: it reads one byte first, and a number in /proc/sys ends there.
    try (var file = Fd.open(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
      return Integer.parseInt(FileNames.decode(file.readFully()).strip());
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closingEndsTheWatches() throws Exception {
    var watch = inotify.watch(directory, Set.of(Kind.CREATED), changes::add);

    inotify.close();
    watch.close();
    Files.createFile(directory.resolve("unseen"));

    assertThat(changes).isEmpty();
  }
}
