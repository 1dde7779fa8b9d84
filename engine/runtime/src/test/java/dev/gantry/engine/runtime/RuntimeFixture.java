package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A runtime of its own for each test, and root filesystems made of busybox.
final class RuntimeFixture implements BeforeEachCallback, AfterEachCallback {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "awk",
          "cat",
          "chmod",
          "dd",
          "echo",
          "env",
          "false",
          "grep",
          "head",
          "hostname",
          "id",
          "kill",
          "ln",
          "ls",
          "mkdir",
          "mknod",
          "mount",
          "nc",
          "printf",
          "ps",
          "pwd",
          "readlink",
          "rm",
          "sed",
          "seq",
          "sh",
          "sleep",
          "stty",
          "tail",
          "test",
          "touch",
          "true",
          "tty",
          "umount",
          "uname",
          "unshare",
          "wc",
          "yes");

  private final TemporaryRoot root = new TemporaryRoot();
  private @Nullable ConmonRuntime runtime;
  private int rootfsCount;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root.beforeEach(context);
    open(RuntimeConfig.of(root.resolve("run")));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    // A new one: the test may have closed the other, or left it with files of its own.
    restart(config());
    runtime().sweep(Set.of());
    runtime().close();
    root.afterEach(context);
  }

  ConmonRuntime runtime() {
    if (runtime == null) {
      throw new IllegalStateException("not within a test");
    }
    return runtime;
  }

  RuntimeConfig config() {
    return RuntimeConfig.of(root.resolve("run"));
  }

  Path path(String name) {
    return root.resolve(name);
  }

  private void open(RuntimeConfig config) {
    runtime = ConmonRuntime.open(config, InstantSource.system());
  }

  /// Stands for a daemon that ends and another that starts.
  ConmonRuntime restart(RuntimeConfig config) {
    runtime().close();
    open(config);
    return runtime();
  }

  Path rootfs() throws IOException {
    Path rootfs = root.directory("rootfs-" + rootfsCount++);
    for (String directory : List.of("bin", "dev", "etc", "proc", "sys", "tmp", "root")) {
      Files.createDirectory(rootfs.resolve(directory));
    }
    Files.copy(BUSYBOX, rootfs.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(rootfs.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    return rootfs;
  }

  TaskSpecBuilder shell(String id, String script) throws IOException {
    return TaskSpec.builder(id, rootfs(), ProcessSpec.of("sh", "-c", script));
  }

  LogSpec.File log(String id) {
    return LogSpec.File.unlimited(root.resolve(id + ".log"));
  }

  /// Runs a task to its end and takes it away.
  Ran run(TaskSpec spec) throws Exception {
    var task = runtime().create(spec);
    try (var streams = task.attach()) {
      task.start();
      var text = Text.of(streams);
      return new Ran(task.awaitExit(), text.stdout(), text.stderr());
    } finally {
      task.delete();
    }
  }

  /// What became of a task.
  record Ran(ExitStatus exit, String stdout, String stderr) {}

  /// All that comes out of a process, to its end.
  record Text(String stdout, String stderr) {
    static Text of(ProcessStreams streams) throws InterruptedException {
      var stdout = new ByteArrayOutputStream();
      var stderr = new ByteArrayOutputStream();
      for (var chunk = streams.read(); chunk.isPresent(); chunk = streams.read()) {
        switch (chunk.get().channel()) {
          case STDOUT -> stdout.writeBytes(chunk.get().bytes());
          case STDERR -> stderr.writeBytes(chunk.get().bytes());
        }
      }
      return new Text(stdout.toString(UTF_8), stderr.toString(UTF_8));
    }
  }
}
