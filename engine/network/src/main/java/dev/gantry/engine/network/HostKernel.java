package dev.gantry.engine.network;

import dev.gantry.platform.linux.Conntrack;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.Nftables;

/// The ways into the host's network namespace: its links, its packet filter, the connections it
/// tracks.
record HostKernel(Netlink links, Nftables rules, Conntrack connections) implements AutoCloseable {

  /// Opens them for the calling thread's namespace. Throws FailedPrecondition when libnftables
  /// is missing.
  static HostKernel open() throws ErrnoException {
    var rules = Nftables.open();
    try {
      var links = Netlink.open();
      try {
        return new HostKernel(links, rules, Conntrack.open());
      } catch (ErrnoException e) {
        links.close();
        throw e;
      }
    } catch (ErrnoException e) {
      rules.close();
      throw e;
    }
  }

  @Override
  public void close() {
    connections.close();
    rules.close();
    links.close();
  }
}
