package dev.gantry.platform.linux;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresRoot
class KernelNamespacesTest extends NamespacesContract {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  private final Namespaces namespaces = Namespaces.system();

  @Override
  Namespaces namespaces() {
    return namespaces;
  }

  @Override
  Path pin(String name) {
    return root.resolve(name);
  }

  @ParameterizedTest
  @EnumSource
  void actionsRunInsideAndTheCallerStaysOutside(NamespaceKind kind) throws Exception {
    long outside = namespaces.identity(kind.ofThisThread());
    namespaces.create(kind, pin("a"));

    long inside = namespaces.call(kind, pin("a"), () -> namespaces.identity(kind.ofThisThread()));

    assertThat(inside).isEqualTo(namespaces.identity(pin("a"))).isNotEqualTo(outside);
    assertThat(namespaces.identity(kind.ofThisThread())).isEqualTo(outside);
  }

  @Test
  void aNewNetworkNamespaceHasNothingButLoopback() throws Exception {
    namespaces.create(NamespaceKind.NETWORK, pin("a"));

    List<String> links =
        namespaces.call(
            NamespaceKind.NETWORK,
            pin("a"),
            () -> Files.readAllLines(Path.of("/proc/thread-self/net/dev")));

    assertThat(links)
        .filteredOn(line -> line.contains(":"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("    lo:");
  }

  @Test
  void noThreadStaysBehindInANamespace() throws Exception {
    namespaces.create(NamespaceKind.NETWORK, pin("a"));
    for (int i = 0; i < 20; i++) {
      namespaces.call(NamespaceKind.NETWORK, pin("a"), () -> "");
    }

    // A thread that Java has seen end may need a moment to leave the process.
    long own = namespaces.identity(NamespaceKind.NETWORK.ofProcess(ownPid()));
    eventually(() -> assertThat(networkNamespacesOfAllThreads()).containsOnly(own));
  }

  @Test
  void nothingIsLeftWhenTheKindOfAPinIsWrong() throws Exception {
    namespaces.create(NamespaceKind.UTS, pin("a"));

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> namespaces.call(NamespaceKind.NETWORK, pin("a"), () -> ""))
        .satisfies(e -> assertThat(e.is(Errno.EINVAL)).isTrue());
  }

  @Test
  void anOrdinaryFileIsNoNamespace() throws Exception {
    Files.createFile(pin("stale"));

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> namespaces.identity(pin("stale")))
        .satisfies(e -> assertThat(e.is(Errno.EINVAL)).isTrue());
    namespaces.remove(pin("stale"));
    assertThat(pin("stale")).doesNotExist();
  }

  @Test
  void anInterruptReachesTheActionAndTheCallerWaitsForItsEnd() throws Exception {
    namespaces.create(NamespaceKind.NETWORK, pin("a"));
    var began = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    var endedBeforeReturn = new AtomicBoolean();
    var caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    namespaces.call(
                        NamespaceKind.NETWORK, pin("a"), () -> waitForInterrupt(began, ended));
                  } catch (InterruptedException e) {
                    endedBeforeReturn.set(ended.get());
                  } catch (ErrnoException e) {
                    throw new AssertionError(e);
                  }
                });
    began.await();

    caller.interrupt();
    caller.join();

    assertThat(endedBeforeReturn).isTrue();
  }

  private static String waitForInterrupt(CountDownLatch began, AtomicBoolean ended) {
    began.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      ended.set(true);
    }
    return "";
  }

  private static List<Long> networkNamespacesOfAllThreads() throws IOException {
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      return threads.map(thread -> inode(thread.resolve("ns/net"))).distinct().toList();
    }
  }

  private static long inode(Path path) {
    try {
      return (long) Files.getAttribute(path, "unix:ino");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int ownPid() {
    return Math.toIntExact(ProcessHandle.current().pid());
  }
}
