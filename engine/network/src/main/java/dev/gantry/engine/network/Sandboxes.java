package dev.gantry.engine.network;

import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.NamespaceKind;
import dev.gantry.platform.linux.Namespaces;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Network namespaces pinned to files of one directory.
final class Sandboxes {
  private final Path directory;
  private final Namespaces namespaces = Namespaces.system();

  /// Sockets into namespaces that were just made, kept for the connection that soon follows.
  /// They would keep a namespace alive, so they go at the first use or with the sandbox.
  private final ConcurrentHashMap<SandboxId, Netlink> fresh = new ConcurrentHashMap<>();

  Sandboxes(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /// Makes and prepares a namespace, or finds the one that is there.
  Path create(SandboxId id) throws ErrnoException, InterruptedException {
    var pin = pin(id);
    if (isPinned(pin)) {
      return pin;
    }
    // A file without its mount is what a reboot leaves.
    namespaces.remove(pin);
    namespaces.create(NamespaceKind.NETWORK, pin);
    try {
      fresh.put(id, namespaces.call(NamespaceKind.NETWORK, pin, Sandboxes::prepare));
      return pin;
    } catch (ErrnoException | InterruptedException | RuntimeException e) {
      namespaces.remove(pin);
      throw e;
    }
  }

  /// Runs inside of the new namespace.
  private static Netlink prepare() throws ErrnoException {
    // No IPv6 on interfaces to come: containers get no IPv6 address, and one that they would
    // make up from a neighbour's router advertisement is a way around all our rules.
    Sysctl.writeIfPresent("1", "ipv6", "conf", "default", "disable_ipv6");
    Sysctl.writeIfPresent("0", "ipv6", "conf", "default", "accept_ra");
    var netlink = Netlink.open();
    try {
      netlink.execute(NetlinkRequest.up("lo"));
      return netlink;
    } catch (ErrnoException e) {
      netlink.close();
      throw e;
    }
  }

  Optional<Path> find(SandboxId id) throws ErrnoException {
    var pin = pin(id);
    return isPinned(pin) ? Optional.of(pin) : Optional.empty();
  }

  /// A socket into a sandbox; the caller closes it.
  Netlink open(SandboxId id) throws ErrnoException, InterruptedException {
    var prepared = fresh.remove(id);
    return prepared != null
        ? prepared
        : namespaces.call(NamespaceKind.NETWORK, pin(id), Netlink::open);
  }

  void remove(SandboxId id) throws ErrnoException {
    var prepared = fresh.remove(id);
    if (prepared != null) {
      prepared.close();
    }
    namespaces.remove(pin(id));
  }

  /// All that have a file, whether or not a namespace is still pinned to it.
  List<SandboxId> list() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> new SandboxId(file.getFileName().toString())).toList();
    }
  }

  Path pin(SandboxId id) {
    return directory.resolve(id.value());
  }

  private boolean isPinned(Path pin) throws ErrnoException {
    try {
      namespaces.identity(pin);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }
}
