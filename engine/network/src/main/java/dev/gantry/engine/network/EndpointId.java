package dev.gantry.engine.network;

/// An endpoint's identity: 64 lower-case hexadecimal digits.
public record EndpointId(String value) {
  public EndpointId {
    HexIds.requireFull(value);
  }

  static EndpointId random() {
    return new EndpointId(HexIds.random());
  }

  @Override
  public String toString() {
    return value;
  }
}
