package dev.gantry.engine.network;

/// A network's identity: 64 lower-case hexadecimal digits.
public record NetworkId(String value) {
  public NetworkId {
    HexIds.requireFull(value);
  }

  static NetworkId random() {
    return new NetworkId(HexIds.random());
  }

  @Override
  public String toString() {
    return value;
  }
}
