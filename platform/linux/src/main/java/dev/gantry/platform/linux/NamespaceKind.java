package dev.gantry.platform.linux;

import java.nio.file.Path;

/// The kinds of namespace that one thread of a process can enter or leave on its own. See
/// [namespaces(7)](https://man7.org/linux/man-pages/man7/namespaces.7.html).
///
/// User, mount and PID namespaces are missing on purpose: a process with many threads cannot
/// freely join them, so they are left to the OCI runtime.
public enum NamespaceKind {
  NETWORK("net", 0x40000000),
  IPC("ipc", 0x08000000),
  UTS("uts", 0x04000000);

  private final String procName;
  private final long cloneFlag;

  NamespaceKind(String procName, long cloneFlag) {
    this.procName = procName;
    this.cloneFlag = cloneFlag;
  }

  long cloneFlag() {
    return cloneFlag;
  }

  /// The namespace of this kind that the calling thread is in.
  public Path ofThisThread() {
    return Path.of("/proc/thread-self/ns", procName);
  }

  /// The namespace of this kind that a process is in.
  public Path ofProcess(int pid) {
    return Path.of("/proc", Integer.toString(pid), "ns", procName);
  }
}
