package dev.gantry.app.cli.terminal;

import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.RawMode;
import dev.gantry.platform.linux.WindowSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The terminal as the kernel knows it.
public final class LinuxTerminal implements Terminal {
  /// Answered from `/proc`: native calls would cost every command milliseconds at its start.
  @Override
  public boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public Optional<Size> size(int descriptor) {
    if (!isTerminal(descriptor)) {
      return Optional.empty();
    }
    try {
      var terminal = dev.gantry.platform.linux.Terminal.find(Fd.adopt(descriptor));
      if (terminal.isEmpty()) {
        return Optional.empty();
      }
      WindowSize size = terminal.get().size();
      return size.columns() == 0
          ? Optional.empty()
          : Optional.of(new Size(size.rows(), size.columns()));
    } catch (ErrnoException _) {
      return Optional.empty();
    }
  }

  @Override
  public Raw rawMode(int descriptor) throws IOException {
    RawMode raw =
        dev.gantry.platform.linux.Terminal.find(Fd.adopt(descriptor))
            .orElseThrow(() -> new IOException("descriptor " + descriptor + " is no terminal"))
            .enterRawMode();
    // Restored also when a signal ends us.
    Thread restore = new Thread(raw::close, "restore terminal");
    Runtime.getRuntime().addShutdownHook(restore);
    return raw::close;
  }
}
