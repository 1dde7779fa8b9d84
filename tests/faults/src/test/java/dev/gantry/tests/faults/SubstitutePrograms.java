package dev.gantry.tests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Stand-ins for crun and conmon, which only an engine sees that is started within
/// [#surroundings]: in its mount namespace they lie where it looks first, and the installed ones
/// are hidden. They can be exchanged while it runs.
final class SubstitutePrograms {
  private static final List<String> NAMES = List.of("crun", "conmon");

  private final Path folder;

  private SubstitutePrograms(Path folder) {
    this.folder = folder;
  }

  static SubstitutePrograms create() throws IOException {
    var programs = new SubstitutePrograms(Files.createTempDirectory("gt-programs-"));
    Files.createDirectories(programs.folder.resolve("bin"));
    Files.createDirectories(programs.folder.resolve("real"));
    Files.createFile(programs.folder.resolve("hidden"));
    for (var name : NAMES) {
      Files.copy(Path.of("/usr/bin", name), programs.real(name));
      programs.real(name).toFile().setExecutable(true);
      programs.restore(name);
    }
    return programs;
  }

  /// The installed program, where it can still be reached.
  Path real(String name) {
    return folder.resolve("real").resolve(name);
  }

  private Path substitute(String name) {
    return folder.resolve("bin").resolve(name);
  }

  List<String> surroundings() {
    var script = new StringBuilder("mount --bind " + folder + "/bin /usr/local/sbin");
    for (var name : NAMES) {
      script.append(" && mount --bind " + folder + "/hidden /usr/bin/" + name);
    }
    script.append(" && exec \"$@\"");
    return List.of(
        "unshare", "--mount", "--propagation", "private", "sh", "-c", script.toString(), "sh");
  }

  /// Lets the program do what it should.
  void restore(String name) throws IOException {
    replace(name, "exec %s \"$@\"".formatted(real(name)));
  }

  /// Puts a shell script in the place of a program.
  void replace(String name, String script) throws IOException {
    var file = folder.resolve(name + ".new");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    remove(name);
    Files.move(file, substitute(name));
  }

  void remove(String name) throws IOException {
    Files.deleteIfExists(substitute(name));
  }

  void makeUnexecutable(String name) throws IOException {
    Files.setPosixFilePermissions(substitute(name), PosixFilePermissions.fromString("rw-r--r--"));
  }
}
