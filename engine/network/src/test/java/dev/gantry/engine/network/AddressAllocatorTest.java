package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AddressAllocatorTest {
  private static final AddressPool SMALL = AddressPool.of(Subnet.parse("10.0.0.0/29"));

  private static Inet4Address ip(String literal) {
    return (Inet4Address) InetAddress.ofLiteral(literal);
  }

  private static AddressAllocator allocator(AddressPool pool, Inet4Address... taken) {
    return new AddressAllocator("net", pool, List.of(taken));
  }

  @Test
  void handsOutTheLowestFreeAddress() {
    var allocator = allocator(SMALL, ip("10.0.0.3"));
    assertThat(allocator.take()).isEqualTo(ip("10.0.0.2"));
    assertThat(allocator.take()).isEqualTo(ip("10.0.0.4"));
    allocator.release(ip("10.0.0.2"));
    assertThat(allocator.take()).isEqualTo(ip("10.0.0.2"));
  }

  @Test
  void aFullPoolIsSaidToBeFull() {
    var allocator = allocator(SMALL);
    for (int i = 0; i < 5; i++) {
      allocator.take();
    }
    assertThatThrownBy(allocator::take)
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessage("no available IPv4 addresses on this network's address pools: net");
  }

  @Test
  void gatewayNetworkAndBroadcastAddressAreNobodys() {
    var allocator = allocator(SMALL);
    for (String reserved : List.of("10.0.0.0", "10.0.0.1", "10.0.0.7")) {
      assertThatThrownBy(() -> allocator.take(ip(reserved))).isInstanceOf(ConflictException.class);
      allocator.release(ip(reserved));
      assertThatThrownBy(() -> allocator.take(ip(reserved))).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void aRangeLimitsChoiceButNotWishes() {
    var pool =
        new AddressPool(Subnet.parse("10.0.0.0/24"), ip("10.0.0.254"), Subnet.parse("10.0.0.8/31"));
    var allocator = allocator(pool);
    assertThat(allocator.take()).isEqualTo(ip("10.0.0.8"));
    assertThat(allocator.take()).isEqualTo(ip("10.0.0.9"));
    assertThatThrownBy(allocator::take).isInstanceOf(ResourceExhaustedException.class);
    assertThat(allocator.take(ip("10.0.0.100"))).isEqualTo(ip("10.0.0.100"));
  }

  @Test
  void aForeignAddressIsRefused() {
    assertThatThrownBy(() -> allocator(SMALL).take(ip("10.0.0.8")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("10.0.0.8");
  }

  @Test
  void leasesOfAnEarlierSubnetAreIgnored() {
    assertThat(allocator(SMALL, ip("172.17.0.2")).take()).isEqualTo(ip("10.0.0.2"));
  }

  @Test
  void manyAtOnceGetDifferentAddresses() {
    var allocator = allocator(AddressPool.of(Subnet.parse("10.0.0.0/16")));
    Set<Inet4Address> given = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2000; i++) {
        threads.execute(() -> given.add(allocator.take()));
      }
    }
    assertThat(given).hasSize(2000);
  }
}
