package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentTest {
  @Test
  void theDocumentShowsTheTableAsItIs() throws IOException {
    Path document = Repository.root().resolve("docs/conformance.md");
    String current = BehaviourTable.read().markdown();
    if (Boolean.getBoolean("gantry.conformance.write")) {
      Files.writeString(document, current);
    }
    assertThat(document).content().isEqualTo(current);
  }
}
