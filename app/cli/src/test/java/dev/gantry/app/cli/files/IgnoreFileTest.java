package dev.gantry.app.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreFileTest {
  private static IgnoreFile file(String... lines) {
    return IgnoreFile.parse(List.of(lines));
  }

  @Test
  void patternsMatchAPathOrADirectoryAboveIt() {
    IgnoreFile file = file("node_modules", "/build/", "*.log", "a/?.txt");
    assertThat(file.ignores("node_modules")).isTrue();
    assertThat(file.ignores("node_modules/x/y")).isTrue();
    assertThat(file.ignores("src/node_modules")).isFalse();
    assertThat(file.ignores("build/x")).isTrue();
    assertThat(file.ignores("x.log")).isTrue();
    assertThat(file.ignores("src/x.log")).isFalse();
    assertThat(file.ignores("a/b.txt")).isTrue();
    assertThat(file.ignores("a/bb.txt")).isFalse();
  }

  @Test
  void doubleStarsSpanDirectories() {
    IgnoreFile file = file("**/*.class", "docs/**", "a/**/z");
    assertThat(file.ignores("X.class")).isTrue();
    assertThat(file.ignores("a/b/X.class")).isTrue();
    assertThat(file.ignores("docs/a/b")).isTrue();
    assertThat(file.ignores("a/z")).isTrue();
    assertThat(file.ignores("a/b/c/z")).isTrue();
    assertThat(file.ignores("a/b/c")).isFalse();
  }

  @Test
  void theLastMatchCounts() {
    IgnoreFile file = file("*.md", "!README.md", "docs", "!docs/keep", "README.md.bak");
    assertThat(file.ignores("CHANGES.md")).isTrue();
    assertThat(file.ignores("README.md")).isFalse();
    assertThat(file.ignores("docs/other")).isTrue();
    assertThat(file.ignores("docs/keep")).isFalse();
    assertThat(file.ignores("docs/keep/x")).isFalse();
  }

  @Test
  void commentsAndEmptyLinesMeanNothing() {
    IgnoreFile file = file("# comment", "", "   ", "\uFEFFx");
    assertThat(file.ignores("# comment")).isFalse();
    assertThat(file.ignores("y")).isFalse();
  }

  @Test
  void directoriesAreEnteredOnlyForTheSakeOfExceptions() {
    IgnoreFile file = file("a", "b", "!b/keep");
    assertThat(file.mayReadmitBelow("a")).isFalse();
    assertThat(file.mayReadmitBelow("b")).isTrue();
  }
}
