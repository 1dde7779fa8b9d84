package dev.gantry.platform.linux;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The packets an nftables table looks at; printed as nft spells it.
public enum NftablesFamily {
  INET(1),
  IP(2),
  ARP(3),
  NETDEV(5),
  BRIDGE(7),
  IP6(10);

  private final int number;

  NftablesFamily(int number) {
    this.number = number;
  }

  static Optional<NftablesFamily> find(int number) {
    return Arrays.stream(values()).filter(family -> family.number == number).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
