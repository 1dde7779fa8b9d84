package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The image most tests run: Debian's static busybox, a link per applet, and the few files in /etc
/// that name users.
public final class BusyboxImage {
  private static final String USERS =
      """
      root:x:0:0:root:/root:/bin/sh
      daemon:x:1:1:daemon:/usr/sbin:/bin/false
      nobody:x:65534:65534:nobody:/home:/bin/false
      """;
  private static final String GROUPS =
      """
      root:x:0:
      daemon:x:1:
      staff:x:50:daemon
      nogroup:x:65534:
      """;

  private BusyboxImage() {}

  /// Imports the image as `busybox:latest`, with `sh` as its command.
  public static void importInto(Engine engine) {
    var docker = new Client(Client.Program.DOCKER, engine);
    docker.run("import", "--change", "CMD [\"sh\"]", tar().toString(), "busybox:latest");
  }

  /// Writes the root file system as a tar, once per run of the tests.
  public static synchronized Path tar() {
    var pid = ProcessHandle.current().pid();
    var tar = Path.of(System.getProperty("java.io.tmpdir"), "gt-busybox-" + pid + ".tar");
    if (!Files.exists(tar)) {
      tar.toFile().deleteOnExit();
      try {
        Images.writeTar(tar, entries());
      } catch (IOException e) {
        throw new UncheckedIOException("write " + tar, e);
      }
    }
    return tar;
  }

  /// The entries of the root file system, for images that add to it.
  public static List<Images.Entry> entries() throws IOException {
    var entries = new ArrayList<Images.Entry>();
    for (var folder : List.of("bin", "etc", "home", "proc", "root", "sys", "tmp", "var/seed")) {
      entries.add(Images.folder(folder));
    }
    var busybox = Path.of("/bin/busybox");
    entries.add(Images.file("bin/busybox", Files.readAllBytes(busybox), 0755));
    for (var applet : Commands.run(busybox.toString(), "--list").orThrow().lines()) {
      if (!applet.equals("busybox")) {
        entries.add(Images.symlink("bin/" + applet, "busybox"));
      }
    }
    entries.add(Images.file("etc/passwd", USERS));
    entries.add(Images.file("etc/group", GROUPS));
    entries.add(Images.file("var/seed/file", "from the image\n"));
    return entries;
  }
}
