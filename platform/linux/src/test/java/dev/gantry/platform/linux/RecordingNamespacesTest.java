package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecordingNamespacesTest extends NamespacesContract {
  private final RecordingNamespaces namespaces = new RecordingNamespaces();

  @Override
  Namespaces namespaces() {
    return namespaces;
  }

  @Override
  Path pin(String name) {
    return Path.of("/run", name);
  }

  @Test
  void pinsAndEntriesAreRemembered() throws Exception {
    namespaces.create(NamespaceKind.NETWORK, pin("a"));
    namespaces.call(NamespaceKind.NETWORK, pin("a"), () -> "");

    assertThat(namespaces.pins()).containsExactly(pin("a"));
    assertThat(namespaces.entered()).containsExactly(pin("a"));
  }
}
