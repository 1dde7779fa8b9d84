package dev.gantry.platform.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Namespaces in memory: remembers the pins and runs actions on the calling thread.
public final class RecordingNamespaces implements Namespaces {
  private final Map<Path, Long> pins = new HashMap<>();
  private final List<Path> entered = new ArrayList<>();
  private long nextIdentity = 4_026_532_000L;

  /// The namespaces that exist.
  public synchronized Set<Path> pins() {
    return Set.copyOf(pins.keySet());
  }

  /// The namespaces that actions ran in, in order.
  public synchronized List<Path> entered() {
    return List.copyOf(entered);
  }

  @Override
  public synchronized void create(NamespaceKind kind, Path pin) throws ErrnoException {
    if (pins.putIfAbsent(pin, nextIdentity) != null) {
      throw new ErrnoException("openat", Errno.EEXIST);
    }
    nextIdentity++;
  }

  @Override
  public synchronized void remove(Path pin) {
    pins.remove(pin);
  }

  @Override
  public <T, E extends Exception> T call(
      NamespaceKind kind, Path namespace, ThreadAction<T, E> action) throws E, ErrnoException {
    identity(namespace);
    synchronized (this) {
      entered.add(namespace);
    }
    return action.run();
  }

  @Override
  public synchronized long identity(Path namespace) throws ErrnoException {
    Long identity = pins.get(namespace);
    if (identity == null) {
      throw new ErrnoException("openat", Errno.ENOENT);
    }
    return identity;
  }
}
