package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cp`, `diff`, `export` and `commit`: a container's files from outside.
class CopyTest extends CliTest {
  @TempDir Path folder;

  @Test
  void aFileGoesInAndComesOut() throws IOException {
    runIdle("box");
    var file = Files.writeString(folder.resolve("letter"), "dear container\n");
    cli.run("cp", file.toString(), "box:/tmp/").orThrow();
    assertThat(cli.run("exec", "box", "cat", "/tmp/letter").stdout()).isEqualTo("dear container\n");
    cli.run("cp", "box:/tmp/letter", folder.resolve("back").toString()).orThrow();
    assertThat(folder.resolve("back")).hasContent("dear container");
  }

  @Test
  void aDirectoryComesOutWholeOrItsContentsOnly() throws IOException {
    runIdle("box");
    cli.run("exec", "box", "sh", "-c", "mkdir -p /d/e && echo x >/d/e/f && ln -s e /d/l").orThrow();
    cli.run("cp", "box:/d", folder.resolve("whole").toString()).orThrow();
    assertThat(folder.resolve("whole/e/f")).hasContent("x");
    assertThat(folder.resolve("whole/l")).isSymbolicLink();
    Files.createDirectory(folder.resolve("contents"));
    cli.run("cp", "box:/d/.", folder.resolve("contents").toString()).orThrow();
    assertThat(folder.resolve("contents/e/f")).hasContent("x");
  }

  @Test
  void aContainerAtRestAndAMountedFolderAreReachedToo() throws IOException {
    var shared = Files.createDirectory(folder.resolve("shared"));
    cli.run("create", "--name", "rest", "-v", shared + ":/s", "busybox", "true").orThrow();
    var file = Files.writeString(folder.resolve("note"), "later\n");
    cli.run("cp", file.toString(), "rest:/tmp/note").orThrow();
    cli.run("cp", file.toString(), "rest:/s/").orThrow();
    assertThat(shared.resolve("note")).hasContent("later");
    cli.run("cp", "rest:/tmp/note", folder.resolve("again").toString()).orThrow();
    assertThat(folder.resolve("again")).hasContent("later");
  }

  @Test
  void whatIsNotThereIsSaid() {
    runIdle("box");
    var outcome = cli.attempt("cp", "box:/no/such/file", folder.resolve("x").toString());
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("Could not find the file /no/such/file in container box");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aReadOnlyContainerIsNotWrittenTo() throws IOException {
    runInBackground("--name", "sealed", "--read-only", "busybox", "sleep", "1000");
    var file = Files.writeString(folder.resolve("seal"), "no\n");
    var outcome = cli.attempt("cp", file.toString(), "sealed:/tmp/");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("marked read-only");
    cli.run("kill", "sealed").orThrow();
  }

  @Test
  void changesAreListedAndBecomeAnImage() {
    runIdle("box");
    cli.run("exec", "box", "sh", "-c", "echo new >/added; rm /etc/group").orThrow();
    assertThat(cli.run("diff", "box").lines())
        .contains("A /added", "C /etc", "D /etc/group")
        .doesNotContain("C /etc/hosts", "A /dev/pts");
    cli.run("commit", "-c", "CMD [\"cat\",\"/added\"]", "-m", "by test", "box", "boxed:1")
        .orThrow();
    assertThat(runToEnd("--rm", "boxed:1").stdout()).isEqualTo("new\n");
    assertThat(runToEnd("--rm", "boxed:1", "ls", "/etc/group").exitCode()).isEqualTo(1);
    assertThat(cli.run("history", "--format", "{{.Comment}}", "boxed:1").lines())
        .startsWith("by test");
    cli.run("rmi", "-f", "boxed:1").orThrow();
  }
}
