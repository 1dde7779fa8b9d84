package dev.gantry.oci.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentCheckTest {
  private final ImageFixture fixture = new ImageFixture();
  private final ContentCheck check =
      new ContentCheck(fixture.content, fixture.images, fixture.layers);

  @Test
  void wholeImagesHaveNoProblems() {
    fixture.image(List.of("a", "b"), "app");
    assertThat(check.run()).isEmpty();
  }

  @Test
  void missingPartsAreNamed() {
    var image = fixture.image(List.of("a"), "app");
    var layer = image.layers().getFirst().blob().digest();
    fixture.content.delete(layer);
    fixture.content.delete(image.config().digest());
    fixture.layers.delete(image.chain().getFirst());
    assertThat(check.run())
        .containsExactlyInAnyOrder(
            "image " + image.id() + ": no blob " + layer,
            "image " + image.id() + ": no blob " + image.config().digest(),
            "image " + image.id() + ": no snapshot " + image.chain().getFirst());
  }

  @Test
  void changedBytesAreFound(@TempDir Path root) throws IOException {
    var content = FileContentStore.open(root);
    BlobInfo blob;
    try (var lease = fixture.leases.open("test")) {
      blob = content.write(lease, new byte[1000]);
    }
    var images = ImageStore.open(fixture.store, content, fixture.leases, InstantSource.system());
    var onDisk = new ContentCheck(content, images, fixture.layers);
    assertThat(onDisk.run()).isEmpty();
    Files.write(root.resolve("blobs/sha256").resolve(blob.digest().hex()), new byte[999]);
    assertThat(onDisk.run())
        .singleElement()
        .asString()
        .startsWith("blob " + blob.digest() + ": its bytes have digest sha256:");
  }
}
