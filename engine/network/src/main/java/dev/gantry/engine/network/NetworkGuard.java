package dev.gantry.engine.network;

import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.NetlinkEvent;
import dev.gantry.platform.linux.NetlinkMonitor;
import dev.gantry.platform.linux.NftablesFamily;
import dev.gantry.platform.linux.NftablesObject;
import java.net.Inet4Address;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has things repaired that others break: told by the kernel, never by looking again and again.
final class NetworkGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkGuard.class);
  private static final String IPTABLES_TABLE = "filter";

  /// What the guard knows of things worth guarding, and has them repaired.
  ///
  /// @param table name of our nftables tables
  /// @param isNeeded whether an interface of this name should be there
  /// @param repairRules makes the rules right again if they aren't
  /// @param repairLinks makes bridge and interfaces right again if they aren't
  record Watched(
      String table,
      String bridge,
      Inet4Address gateway,
      Predicate<String> isNeeded,
      Runnable repairRules,
      Runnable repairLinks) {}

  private final NetlinkMonitor monitor;
  private final Watched watched;
  private final OwnedThread thread;

  /// Takes over the monitor.
  NetworkGuard(NetlinkMonitor monitor, Watched watched) {
    this.monitor = monitor;
    this.watched = watched;
    // Waits in a native call.
    thread = OwnedThread.platform("network-guard", this::watch);
  }

  private void watch() {
    try {
      for (var events = monitor.take(); !events.isEmpty(); events = monitor.take()) {
        handle(events);
      }
    } catch (ErrnoException e) {
      LOG.error("network changes by others are no longer noticed: {}", e.getMessage());
    }
  }

  private void handle(List<NetlinkEvent> events) {
    if (events.stream().anyMatch(this::concernsLinks)) {
      repair("links", watched.repairLinks());
    }
    if (events.stream().anyMatch(this::concernsRules)) {
      repair("rules", watched.repairRules());
    }
  }

  private static void repair(String what, Runnable repair) {
    try {
      repair.run();
    } catch (RuntimeException e) {
      LOG.error("cannot repair network {}", what, e);
    }
  }

  private boolean concernsLinks(NetlinkEvent event) {
    return switch (event) {
      case NetlinkEvent.LinkChanged(var link, boolean deleted) ->
          link.name().equals(watched.bridge())
              ? deleted || !link.up()
              : deleted && watched.isNeeded().test(link.name());
      case NetlinkEvent.AddressChanged(var address, boolean deleted) ->
          deleted && address.ip().equals(watched.gateway());
      case NetlinkEvent.RulesChanged _ -> false;
      case NetlinkEvent.EventsLost _ -> true;
    };
  }

  /// Elements come and go with our own containers, so they are not looked at. Of the iptables
  /// table, chains that appear matter as well: ours belong into them.
  private boolean concernsRules(NetlinkEvent event) {
    return switch (event) {
      case NetlinkEvent.RulesChanged(var family, var table, var object, boolean deleted) ->
          table.equals(watched.table())
              ? deleted && object != NftablesObject.ELEMENT
              : family == NftablesFamily.IP
                  && table.equals(IPTABLES_TABLE)
                  && (deleted ? object == NftablesObject.RULE : object == NftablesObject.CHAIN);
      case NetlinkEvent.LinkChanged _, NetlinkEvent.AddressChanged _ -> false;
      case NetlinkEvent.EventsLost _ -> true;
    };
  }

  @Override
  public void close() {
    monitor.close();
    thread.close();
  }
}
