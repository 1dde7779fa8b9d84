package dev.gantry.engine.core;

import dev.gantry.engine.runtime.TaskSpec;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.MountFlag;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.NamespaceKind;
import dev.gantry.platform.linux.Namespaces;
import dev.gantry.platform.linux.OpenFlag;
import dev.gantry.platform.linux.UnmountFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// What of a sandbox the kernel holds besides its network: pinned IPC and UTS namespaces, the
/// shared memory file system, and kernel parameters.
final class SandboxKernel {
  private static final Path SYSCTLS = Path.of("/proc/sys");

  private final Mounts mounts;
  private final Namespaces namespaces = Namespaces.system();

  SandboxKernel(Mounts mounts) {
    this.mounts = mounts;
  }

  /// Makes a UTS namespace whose host name is `hostname`.
  void createUts(Path pin, String hostname) throws InterruptedException {
    create(NamespaceKind.UTS, pin, Map.of("kernel.hostname", hostname));
  }

  /// Makes an IPC namespace and the /dev/shm that goes with it.
  void createIpc(Path pin, Path sharedMemory, Map<String, String> sysctls)
      throws InterruptedException {
    create(NamespaceKind.IPC, pin, sysctls);
    try {
      Files.createDirectories(sharedMemory);
      mounts.mount(
          "shm",
          sharedMemory,
          "tmpfs",
          EnumSet.of(MountFlag.NO_SET_UID, MountFlag.NO_DEVICES, MountFlag.NO_EXECUTE),
          "mode=1777,size=" + TaskSpec.DEFAULT_SHM_BYTES);
    } catch (IOException e) {
      throw failure("mount shared memory at", sharedMemory, e);
    }
  }

  private void create(NamespaceKind kind, Path pin, Map<String, String> sysctls)
      throws InterruptedException {
    try {
      namespaces.create(kind, pin);
    } catch (ErrnoException e) {
      throw failure("make a namespace at", pin, e);
    }
    set(kind, pin, sysctls);
  }

  /// Sets parameters of a namespace.
  ///
  /// @throws InvalidArgumentException when the kernel has no such parameter or refuses the value
  void set(NamespaceKind kind, Path namespace, Map<String, String> sysctls)
      throws InterruptedException {
    if (sysctls.isEmpty()) {
      return;
    }
    try {
      namespaces.call(kind, namespace, () -> write(sysctls));
    } catch (ErrnoException e) {
      throw new InvalidArgumentException("set sysctls " + sysctls + ": " + e.getMessage(), e);
    }
  }

  /// Runs inside of the namespace.
  private static boolean write(Map<String, String> sysctls) throws ErrnoException {
    for (var sysctl : sysctls.entrySet()) {
      Path file = SYSCTLS.resolve(sysctl.getKey().replace('.', '/'));
      try (var open = Fd.open(file, OpenFlag.WRITE_ONLY)) {
        open.writeFully(sysctl.getValue().getBytes(StandardCharsets.US_ASCII));
      }
    }
    return true;
  }

  /// The parameters of one kind of namespace out of a container's wishes.
  static Map<String, String> of(NamespaceKind kind, Map<String, String> sysctls) {
    Map<String, String> chosen = new LinkedHashMap<>();
    sysctls.forEach(
        (name, value) -> {
          if (kindOf(name) == kind) {
            chosen.put(name, value);
          }
        });
    return chosen;
  }

  private static NamespaceKind kindOf(String sysctl) {
    if (sysctl.startsWith("net.")) {
      return NamespaceKind.NETWORK;
    }
    if (sysctl.startsWith("kernel.shm")
        || sysctl.startsWith("kernel.msg")
        || sysctl.equals("kernel.sem")
        || sysctl.startsWith("fs.mqueue.")) {
      return NamespaceKind.IPC;
    }
    throw new InvalidArgumentException("sysctl '" + sysctl + "' belongs to no namespace");
  }

  /// Whether a namespace is pinned to the file, as it is until a reboot.
  boolean isPinned(Path pin) {
    try {
      namespaces.identity(pin);
      return true;
    } catch (ErrnoException gone) {
      return false;
    }
  }

  void unpin(Path pin) {
    try {
      namespaces.remove(pin);
    } catch (ErrnoException e) {
      throw failure("remove the namespace at", pin, e);
    }
  }

  void unmount(Path target) {
    try {
      if (Files.isDirectory(target)) {
        mounts.unmount(target, UnmountFlag.DETACH);
      }
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINVAL)) { // EINVAL: it is not mounted
        throw failure("unmount", target, e);
      }
    }
  }

  private static InternalException failure(String doing, Path what, IOException cause) {
    return new InternalException(doing + " " + what + ": " + cause.getMessage(), cause);
  }
}
