package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.testkit.RequiresRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class NftablesTest {
  @RegisterExtension final NetworkNamespace namespace = new NetworkNamespace();
  private Nftables nftables;

  @BeforeEach
  void open() throws Exception {
    nftables = namespace.call(Nftables::open);
  }

  @AfterEach
  void close() {
    nftables.close();
  }

  @Test
  void commandsTakeEffectInTheNamespaceOfOpening() throws Exception {
    nftables.run("table inet t { chain c { type filter hook input priority 0; drop; }; }");
    assertThat(nftables.run("list tables")).isEqualTo("table inet t\n");
    assertThat(namespace.<String>call(() -> run("list tables"))).isEqualTo("table inet t\n");
    namespace.create("other");
    assertThat(namespace.<String>call("other", () -> run("list tables"))).isEmpty();
  }

  private static String run(String commands) throws NftablesException {
    try (var nftables = Nftables.open()) {
      return nftables.run(commands);
    }
  }

  @Test
  void listsAsJson() throws Exception {
    nftables.run("add table inet t");
    assertThat(nftables.runJson("list tables")).contains("{\"table\": {\"family\": \"inet\"");
    assertThat(nftables.run("list tables")).isEqualTo("table inet t\n");
  }

  @Test
  void aRefusedTransactionChangesNothingAndIsExplained() throws Exception {
    assertThatThrownBy(() -> nftables.run("add table inet t; add element inet t s { 1.2.3.4 }"))
        .isInstanceOf(NftablesException.class)
        .hasMessageContaining("No such file or directory")
        .hasMessageContaining("add element inet t s");
    assertThatThrownBy(() -> nftables.run("gibberish"))
        .isInstanceOf(NftablesException.class)
        .hasMessageContaining("syntax error");
    assertThat(nftables.run("list tables")).isEmpty();
  }

  @Test
  void useAfterCloseIsAMistakeOfTheProgram() {
    nftables.close();
    nftables.close();
    assertThatThrownBy(() -> nftables.run("list tables")).isInstanceOf(IllegalStateException.class);
  }
}
