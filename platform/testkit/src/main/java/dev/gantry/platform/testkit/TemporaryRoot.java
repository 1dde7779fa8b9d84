package dev.gantry.platform.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh directory for each test on a real disk, where overlays can be mounted. After the test,
/// everything mounted below it is unmounted and the directory deleted.
///
/// ```java
/// @RegisterExtension final TemporaryRoot root = new TemporaryRoot();
/// ```
///
/// The directory lies in `/var/tmp`, or where the system property `gantry.test.root` says.
public final class TemporaryRoot implements BeforeEachCallback, AfterEachCallback {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  private @Nullable Path path;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    var parent =
        Files.createDirectories(Path.of(System.getProperty("gantry.test.root", "/var/tmp")));
    path = Files.createTempDirectory(parent, "gantry-test-").toRealPath();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
    Path root = path();
    // The latest mount first: it may lie on an earlier one.
    for (String mount : mountsBelow(root).reversed()) {
      unmount(mount);
    }
    delete(root);
    path = null;
  }

  public Path path() {
    if (path == null) {
      throw new IllegalStateException("not within a test");
    }
    return path;
  }

  /// A path below the directory, where nothing is yet.
  public Path resolve(String name) {
    return path().resolve(name);
  }

  /// A new directory below the directory.
  public Path directory(String name) {
    try {
      return Files.createDirectories(resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> mountsBelow(Path root) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines
          .map(line -> unescape(line.split(" ", -1)[4]))
          .filter(target -> target.equals(root.toString()) || target.startsWith(root + "/"))
          .toList();
    }
  }

  /// The kernel writes spaces and the like as three octal digits.
  private static String unescape(String field) {
    return ESCAPE
        .matcher(field)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 8))));
  }

  private static void unmount(String target) throws IOException, InterruptedException {
    var umount = new ProcessBuilder("umount", "--lazy", "--no-canonicalize", target).inheritIO();
    int code = umount.start().waitFor();
    if (code != 0) {
      throw new IOException("umount " + target + " ended with " + code);
    }
  }

  private static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
