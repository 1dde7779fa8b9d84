package dev.gantry.app.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyTest {
  @Test
  void absoluteAndDottedPathsAreLocal() {
    assertThat(Copy.End.parse("web:/etc")).isEqualTo(new Copy.End("web", "/etc"));
    assertThat(Copy.End.parse("/a:b")).isEqualTo(new Copy.End("", "/a:b"));
    assertThat(Copy.End.parse("./a:b")).isEqualTo(new Copy.End("", "./a:b"));
    assertThat(Copy.End.parse("a")).isEqualTo(new Copy.End("", "a"));
  }

  @Test
  void archivesAreRenamedAtTheirRootOnly() {
    assertThat(CopyOut.renamed("etc", "etc", "new")).isEqualTo("new");
    assertThat(CopyOut.renamed("etc/etc", "etc", "new")).isEqualTo("new/etc");
    assertThat(CopyOut.renamed("etcetera", "etc", "new")).isEqualTo("etcetera");
    assertThat(CopyOut.renamed("./x", ".", "new")).isEqualTo("new/x");
  }
}
