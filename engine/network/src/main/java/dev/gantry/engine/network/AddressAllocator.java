package dev.gantry.engine.network;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import java.net.Inet4Address;
import java.util.BitSet;
import java.util.Collection;

/// Which addresses of one network are in use: the fast half of address management. The other
/// half is the lease in the store, which makes a mistake of this one impossible to act upon.
///
/// Hands out the lowest free address, as docker's bridges do. That a new container soon gets
/// the address of an old one is harmless: its Ethernet address is derived from it, and the old
/// one's port is shut before the address is released.
final class AddressAllocator {
  private final String networkName;
  private final AddressPool pool;
  private final BitSet taken = new BitSet(); // guarded by this; index is the offset in the subnet

  AddressAllocator(String networkName, AddressPool pool, Collection<Inet4Address> taken) {
    this.networkName = networkName;
    this.pool = pool;
    markReserved();
    taken.stream().filter(pool.subnet()::contains).forEach(ip -> this.taken.set(offset(ip)));
  }

  /// Nobody may have the gateway's, the network's and the broadcast address.
  private void markReserved() {
    var subnet = pool.subnet();
    taken.set(offset(pool.gateway()));
    if (subnet.size() > 2) {
      taken.set(0);
      taken.set(Math.toIntExact(subnet.size() - 1));
    }
  }

  synchronized Inet4Address take() {
    var range = pool.range();
    int first = offset(range.address());
    int free = taken.nextClearBit(first);
    if (free >= first + range.size()) {
      throw new ResourceExhaustedException(
          "no available IPv4 addresses on this network's address pools: " + networkName);
    }
    taken.set(free);
    return pool.subnet().at(free);
  }

  synchronized Inet4Address take(Inet4Address wanted) {
    if (!pool.subnet().contains(wanted)) {
      throw new InvalidArgumentException(
          "invalid address "
              + wanted.getHostAddress()
              + ": it does not belong to any of this network's subnets");
    }
    if (taken.get(offset(wanted))) {
      throw new ConflictException("Address already in use: " + wanted.getHostAddress());
    }
    taken.set(offset(wanted));
    return wanted;
  }

  synchronized void release(Inet4Address ip) {
    taken.clear(offset(ip));
    markReserved();
  }

  private int offset(Inet4Address ip) {
    return Math.toIntExact(pool.subnet().offsetOf(ip));
  }
}
