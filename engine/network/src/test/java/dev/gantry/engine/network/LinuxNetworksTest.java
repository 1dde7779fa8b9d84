package dev.gantry.engine.network;

import dev.gantry.platform.testkit.RequiresRoot;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class LinuxNetworksTest extends NetworksContract {
  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @Override
  protected Networks networks() {
    return lab.networks();
  }
}
