package dev.gantry.engine.snapshots;

import static dev.gantry.engine.snapshots.LayerFixture.shell;
import static dev.gantry.engine.snapshots.LayerTars.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.ArchiveOptions;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.archive.TreeArchiver;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class LayerDiffTest {
  @RegisterExtension final LayerFixture fixture = new LayerFixture();

  private ChainId base() throws IOException, InterruptedException {
    var bottom =
        fixture.apply(
            Optional.empty(),
            layer()
                .directory("etc", 0755)
                .file("etc/hosts", "hosts")
                .file("etc/passwd", "passwd")
                .directory("usr", 0755)
                .directory("usr/lib", 0755)
                .file("usr/lib/a", "a")
                .file("usr/lib/b", "b")
                .directory("var", 0755)
                .directory("var/cache", 0755)
                .file("var/cache/x", "x")
                .file("var/cache/y", "y")
                .file("removed-later", "")
                .stream());
    return fixture.apply(
        Optional.of(bottom), layer().file(".wh.removed-later", "").file("usr/lib/c", "c").stream());
  }

  private void prepare(String script) throws IOException, InterruptedException {
    fixture.snapshots().prepare("work", Optional.of(base()));
    fixture.inside("work", tree -> shell(tree, script));
  }

  private List<String> changes() {
    return fixture.diff().changes("work").stream()
        .map(change -> change.kind().name().charAt(0) + " " + change.path())
        .toList();
  }

  @Test
  void nothingDoneIsNoChange() throws Exception {
    prepare("ls -lR > /dev/null; cat etc/hosts > /dev/null");

    assertThat(changes()).isEmpty();
  }

  @Test
  void additionsChangesAndDeletionsAreListedWithTheirDirectories() throws Exception {
    prepare(
        """
        echo more >> etc/hosts
        rm etc/passwd
        mkdir -p new/sub; echo x > new/sub/file
        echo d > usr/lib/d
        rm usr/lib/c
        """);

    assertThat(changes())
        .containsExactly(
            "M /etc",
            "M /etc/hosts",
            "D /etc/passwd",
            "A /new",
            "A /new/sub",
            "A /new/sub/file",
            "M /usr",
            "M /usr/lib",
            "D /usr/lib/c",
            "A /usr/lib/d");
  }

  @Test
  void aDeletedDirectoryIsOneDeletion() throws Exception {
    prepare("rm -r var");

    assertThat(changes()).containsExactly("D /var");
  }

  @Test
  void aDirectoryMadeAnewListsWhatItLost() throws Exception {
    prepare("rm -r var/cache; mkdir var/cache; echo z > var/cache/z; echo x > var/cache/x");

    assertThat(changes())
        .containsExactly(
            "M /var", "M /var/cache", "M /var/cache/x", "D /var/cache/y", "A /var/cache/z");
  }

  @Test
  void attributesAreChangesButTimesOfDirectoriesAreNot() throws Exception {
    prepare(
        """
        chmod 600 etc/hosts
        chown 7 usr/lib/a
        chmod 700 var
        touch etc
        touch -d '2024-02-29T12:34:56Z' etc/passwd
        """);

    assertThat(changes())
        .containsExactly(
            "M /etc", "M /etc/hosts", "M /usr", "M /usr/lib", "M /usr/lib/a", "M /var");
  }

  @Test
  void whatChangesItsKindIsModified() throws Exception {
    prepare(
        "rm etc/hosts; mkdir etc/hosts; echo f > etc/hosts/f; rm -r var/cache; ln -s /x var/cache");

    assertThat(changes())
        .containsExactly("M /etc", "M /etc/hosts", "A /etc/hosts/f", "M /var", "M /var/cache");
  }

  @Test
  void whatWasMadeAndDeletedAgainIsNoChange() throws Exception {
    prepare("echo x > tmp; rm tmp; echo x > removed-later; rm removed-later");

    assertThat(changes()).isEmpty();
  }

  @Test
  void withoutAParentEverythingIsAdded() throws Exception {
    fixture.snapshots().prepare("work", Optional.empty());
    fixture.inside("work", tree -> shell(tree, "mkdir d; echo x > d/f"));

    assertThat(changes()).containsExactly("A /d", "A /d/f");
  }

  @Test
  void placesForMountsAreNoChanges() throws Exception {
    var image = base();
    var init = new InitLayers(fixture.applier()).ensure(Optional.of(image));
    fixture.snapshots().prepare("work", Optional.of(init));
    fixture.inside("work", tree -> shell(tree, "echo x > file"));

    assertThat(changes()).containsExactly("A /file");
  }

  @Test
  void aViewHasNoChanges() throws Exception {
    fixture.snapshots().view("work", base());

    assertThatThrownBy(this::changes).isInstanceOf(FailedPreconditionException.class);
  }

  /// The whole point of a diff: applied to the same parent, it gives the same tree.
  @Test
  void aDiffAppliedToTheParentGivesTheSameTree() throws Exception {
    prepare(
        """
        echo more >> etc/hosts
        rm etc/passwd
        rm -r var/cache; mkdir -m 700 var/cache; echo z > var/cache/z
        rm -r usr/lib; echo 'no directory' > usr/lib
        mkdir -p new/deep; ln -s /anywhere new/link; ln etc/hosts new/hard
        mknod new/null c 1 3; mkfifo -m 622 new/pipe
        dd if=/dev/zero of=new/sparse bs=1 count=1 seek=5000000 2> /dev/null
        touch "$(printf 'new/l\\377n')"
        chmod 4755 etc/hosts; chown 1000:2000 new/deep; chmod 1777 new
        mkdir opaque; rmdir opaque
        """);
    var diff = new ByteArrayOutputStream();
    fixture.diff().write("work", diff);

    var copy = fixture.apply(Optional.of(base()), new ByteArrayInputStream(diff.toByteArray()));

    var original = new ByteArrayOutputStream();
    fixture.inside("work", tree -> archive(tree, original));
    var applied = new ByteArrayOutputStream();
    fixture.insideView(copy, tree -> archive(tree, applied));
    assertThat(applied.toByteArray()).isEqualTo(original.toByteArray());
    // And the diff of the copy is the diff.
    var again = new ByteArrayOutputStream();
    fixture.diff().write("work", again);
    assertThat(again.toByteArray()).isEqualTo(diff.toByteArray());
  }

  private static void archive(Path tree, ByteArrayOutputStream out)
      throws IOException, InterruptedException {
    try (var root = Directory.open(tree, Lookup.IN_ROOT);
        var writer = new TarWriter(out, TarWriter.Times.SECONDS)) {
      TreeArchiver.write(root, "/", "", writer, ArchiveOptions.PLAIN);
    }
  }
}
