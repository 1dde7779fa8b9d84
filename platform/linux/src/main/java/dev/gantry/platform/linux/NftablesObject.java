package dev.gantry.platform.linux;

/// What an nftables table consists of.
public enum NftablesObject {
  TABLE,
  CHAIN,
  RULE,
  SET,
  ELEMENT,
  OTHER
}
