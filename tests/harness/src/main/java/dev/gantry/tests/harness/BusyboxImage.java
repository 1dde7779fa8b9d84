package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The image most tests run: Debian's static busybox, a link per applet, and the few files in /etc
/// that name users.
public final class BusyboxImage {
  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd",
          """
          root:x:0:0:root:/root:/bin/sh
          daemon:x:1:1:daemon:/usr/sbin:/bin/false
          nobody:x:65534:65534:nobody:/home:/bin/false
          """,
          "etc/group",
          """
          root:x:0:
          daemon:x:1:
          staff:x:50:daemon
          nogroup:x:65534:
          """,
          "var/seed/file",
          "from the image\n");

  private BusyboxImage() {}

  /// Writes the root file system as a tar, once per run of the tests.
  public static synchronized Path tar() {
    var tar = Path.of(System.getProperty("java.io.tmpdir"), "gt-busybox-" + pid() + ".tar");
    if (!Files.exists(tar)) {
      tar.toFile().deleteOnExit();
      write(tar);
    }
    return tar;
  }

  /// Imports the image as `busybox:latest`, with `sh` as its command.
  public static void importInto(Engine engine) {
    var docker = new Client(Client.Program.DOCKER, engine);
    docker.run("import", "--change", "CMD [\"sh\"]", tar().toString(), "busybox:latest");
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static void write(Path tar) {
    var busybox = Path.of("/bin/busybox");
    try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      for (var folder : List.of("bin", "etc", "home", "proc", "root", "sys", "var", "var/seed")) {
        put(out, new TarArchiveEntry(folder + "/"), 0755, new byte[0]);
      }
      put(out, new TarArchiveEntry("tmp/"), 01777, new byte[0]);
      put(out, new TarArchiveEntry("bin/busybox"), 0755, Files.readAllBytes(busybox));
      for (var applet : Commands.run(busybox.toString(), "--list").orThrow().lines()) {
        if (!applet.equals("busybox")) {
          var link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
          link.setLinkName("busybox");
          put(out, link, 0777, new byte[0]);
        }
      }
      for (var file : FILES.entrySet()) {
        var content = file.getValue().getBytes(StandardCharsets.UTF_8);
        put(out, new TarArchiveEntry(file.getKey()), 0644, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("write " + tar, e);
    }
  }

  private static void put(
      TarArchiveOutputStream out, TarArchiveEntry entry, int mode, byte[] content)
      throws IOException {
    entry.setMode(mode);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }
}
