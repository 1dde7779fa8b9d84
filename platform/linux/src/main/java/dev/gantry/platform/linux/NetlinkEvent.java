package dev.gantry.platform.linux;

/// Something that changed in a network namespace, whoever did it.
public sealed interface NetlinkEvent {
  /// A link appeared, changed or, when `deleted`, went away.
  record LinkChanged(NetworkLink link, boolean deleted) implements NetlinkEvent {}

  /// A link got an IPv4 address or, when `deleted`, lost it.
  record AddressChanged(LinkAddress address, boolean deleted) implements NetlinkEvent {}

  /// Something in an nftables table was made or, when `deleted`, taken away.
  record RulesChanged(NftablesFamily family, String table, NftablesObject object, boolean deleted)
      implements NetlinkEvent {}

  /// The kernel could not keep up with us: anything may have changed.
  record EventsLost() implements NetlinkEvent {}
}
