package dev.gantry.oci.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.Digest;
import dev.gantry.platform.errors.DataLossException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileContentStoreTest extends ContentStoreContract {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  @TempDir Path root = Path.of("/nonexistent");

  @Override
  protected ContentStore create() {
    return FileContentStore.open(root);
  }

  @Test
  void blobsSurviveReopening() {
    try (var lease = new Leases().open("test")) {
      create().write(lease, HELLO);
    }
    assertThat(create().read(Digest.of(HELLO), 10)).isEqualTo(HELLO);
  }

  @Test
  void leftoversOfADeadProcessAreSwept() throws IOException {
    try (var lease = new Leases().open("test")) {
      var ingest = create().begin(lease);
      ingest.write(HELLO, 0, HELLO.length);
      assertThat(ingests()).hasSize(1);
      assertThat(create().list()).isEmpty();
      assertThat(ingests()).isEmpty();
    }
  }

  @Test
  void endedIngestsLeaveNoFile() throws IOException {
    var store = create();
    try (var lease = new Leases().open("test")) {
      store.begin(lease).close();
      var refused = store.begin(lease);
      assertThatThrownBy(() -> refused.commit(Digest.of(HELLO), 1))
          .isInstanceOf(DataLossException.class);
      store.write(lease, HELLO);
      store.write(lease, HELLO);
    }
    assertThat(ingests()).isEmpty();
  }

  @Test
  void layoutIsThatOfAnOciImageLayout() {
    try (var lease = new Leases().open("test")) {
      create().write(lease, HELLO);
    }
    assertThat(root.resolve("blobs/sha256").resolve(Digest.of(HELLO).hex()))
        .hasBinaryContent(HELLO);
  }

  @Test
  void foreignFilesAreNoBlobs() throws IOException {
    var store = create();
    Files.writeString(root.resolve("blobs/sha256/README"), "?");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void directoriesArePrivate() throws IOException {
    create();
    for (var directory : List.of("blobs", "blobs/sha256", "blobs/sha512", "ingests")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(directory))))
          .isEqualTo("rwx------");
    }
  }

  private List<Path> ingests() throws IOException {
    try (var files = Files.list(root.resolve("ingests"))) {
      return files.toList();
    }
  }
}
