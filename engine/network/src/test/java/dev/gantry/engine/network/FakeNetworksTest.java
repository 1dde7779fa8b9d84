package dev.gantry.engine.network;

import java.nio.file.Path;

class FakeNetworksTest extends NetworksContract {
  private final FakeNetworks networks = new FakeNetworks(Path.of("/run/netns"));

  @Override
  protected Networks networks() {
    return networks;
  }
}
