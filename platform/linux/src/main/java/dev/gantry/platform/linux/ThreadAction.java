package dev.gantry.platform.linux;

/// What runs on a thread whose view of the system was changed, such as one that entered a
/// namespace.
///
/// Whatever the Java runtime starts meanwhile from this thread inherits that view, for ever: a
/// thread started, and also a new carrier when a virtual thread is woken. So an action makes
/// system calls and returns. It does not log, start threads, complete futures or use locks that
/// virtual threads wait for.
@FunctionalInterface
public interface ThreadAction<T, E extends Exception> {
  /// Runs on the changed thread; returns anything but null.
  T run() throws E;
}
