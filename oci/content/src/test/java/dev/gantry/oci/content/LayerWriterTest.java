package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.DigestHasher;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LayerWriterTest {
  private static final byte[] TAR = tar("file", new byte[300_000]);
  private static final DiffId DIFF_ID = new DiffId(Digest.of(TAR));

  private final ImageFixture fixture = new ImageFixture();
  private final Lease lease = fixture.leases.open("test");

  @AfterEach
  void nothingIsLeftOpen() {
    lease.close();
    assertThat(fixture.layers.unfinished()).isZero();
  }

  @Test
  void plainTarIsItsOwnBlob() {
    var layer = write(TAR);
    assertThat(layer.diffId()).isEqualTo(DIFF_ID);
    assertThat(layer.blob()).isEqualTo(Descriptor.of(MediaType.OCI_LAYER, TAR));
    assertThat(layer.size()).isEqualTo(300_000);
    assertStored(layer, TAR);
  }

  @Test
  void gzipStaysGzip() {
    byte[] gzip = gzip(TAR);
    var layer = write(gzip);
    assertThat(layer.diffId()).isEqualTo(DIFF_ID);
    assertThat(layer.blob()).isEqualTo(Descriptor.of(MediaType.OCI_LAYER_GZIP, gzip));
    assertStored(layer, gzip);
  }

  @Test
  void zstdStaysZstd() {
    byte[] zstd = Zstd.compress(TAR);
    var layer = write(zstd);
    assertThat(layer.diffId()).isEqualTo(DIFF_ID);
    assertThat(layer.blob()).isEqualTo(Descriptor.of(MediaType.OCI_LAYER_ZSTD, zstd));
    assertStored(layer, zstd);
  }

  @Test
  void bzip2IsKeptExpanded() throws IOException {
    var layer = write(bzip2(TAR));
    assertThat(layer.diffId()).isEqualTo(DIFF_ID);
    assertThat(layer.blob()).isEqualTo(Descriptor.of(MediaType.OCI_LAYER, TAR));
    assertStored(layer, TAR);
  }

  @Test
  void bytesAfterTheCompressedDataBelongToTheBlob() {
    // Concatenated members, as parallel compressors write them.
    int half = TAR.length / 2;
    byte[] members =
        concat(gzip(Arrays.copyOf(TAR, half)), gzip(Arrays.copyOfRange(TAR, half, TAR.length)));
    var layer = write(members);
    assertThat(layer.diffId()).isEqualTo(DIFF_ID);
    assertStored(layer, members);
  }

  @Test
  void bytesAfterTheTarBelongToTheDiffId() {
    byte[] padded = concat(TAR, new byte[20 * 512]);
    assertThat(write(padded).diffId()).isEqualTo(new DiffId(Digest.of(padded)));
    assertThat(write(gzip(padded)).diffId()).isEqualTo(new DiffId(Digest.of(padded)));
  }

  @Test
  void layersLieOnTheirParent() {
    var base = write(TAR);
    var parent = ChainId.of(base.diffId());
    var layer =
        fixture.writer.write(
            lease, Optional.of(parent), new ByteArrayInputStream(gzip(tar("upper"))));
    assertThat(fixture.layers.files(parent.plus(layer.diffId()))).containsExactly("upper");
  }

  @Nested
  final class Promises {
    private final byte[] gzip = gzip(TAR);
    private final Descriptor blob = Descriptor.of(MediaType.DOCKER_LAYER_GZIP, gzip);

    @Test
    void keptPromiseKeepsItsMediaType() {
      assertThat(write(gzip, blob, DIFF_ID).blob()).isEqualTo(blob);
    }

    @Test
    void wrongBytesAreRefused() {
      for (int position : new int[] {15, gzip.length / 2, gzip.length - 1}) {
        byte[] flipped = gzip.clone();
        flipped[position] ^= 1;
        assertRefused(flipped, blob, DIFF_ID);
      }
      assertRefused(Arrays.copyOf(gzip, gzip.length - 1), blob, DIFF_ID);
      assertRefused(Arrays.copyOf(gzip, 5), blob, DIFF_ID);
      assertRefused(new byte[0], blob, DIFF_ID);
      assertRefused(concat(gzip, new byte[] {0}), blob, DIFF_ID);
    }

    @Test
    void wrongSizeIsRefused() {
      var lying = Descriptor.of(blob.mediaType(), blob.digest(), blob.size() + 1);
      assertRefused(gzip, lying, DIFF_ID);
    }

    @Test
    void wrongDiffIdIsRefused() {
      var other = new DiffId(Digest.of(new byte[] {1}));
      assertThatThrownBy(() -> write(gzip, blob, other))
          .isInstanceOf(DataLossException.class)
          .hasMessageContaining("filesystem layer verification failed for digest " + other);
      assertRefused(gzip, blob, other);
    }

    @Test
    void plainTarWithAnotherDiffIdIsRefused() {
      assertRefused(
          TAR, Descriptor.of(MediaType.OCI_LAYER, TAR), new DiffId(Digest.of(new byte[] {1})));
    }

    @Test
    void existingSnapshotIsNoReasonToBelieve() {
      write(TAR);
      assertThatThrownBy(
              () ->
                  write(
                      gzip(tar("other")),
                      Descriptor.of(MediaType.OCI_LAYER_GZIP, gzip(tar("other"))),
                      DIFF_ID))
          .isInstanceOf(DataLossException.class);
      assertThat(fixture.content.find(Digest.of(gzip(tar("other"))))).isEmpty();
      assertThat(write(gzip, blob, DIFF_ID).size()).isEqualTo(300_000);
    }

    @Test
    void bzip2FromARegistryIsRefusedByName() throws IOException {
      byte[] bzip2 = bzip2(TAR);
      assertThatThrownBy(
              () -> write(bzip2, Descriptor.of(MediaType.OCI_LAYER_GZIP, bzip2), DIFF_ID))
          .isInstanceOf(NotImplementedException.class)
          .hasMessageContaining("BZIP2");
    }

    @Test
    void sha512Works() {
      var digest = sha512(gzip);
      var layer =
          write(
              gzip,
              Descriptor.of(MediaType.OCI_LAYER_GZIP, digest, gzip.length),
              new DiffId(sha512(TAR)));
      assertThat(layer.diffId()).isEqualTo(new DiffId(sha512(TAR)));
      assertThat(fixture.content.find(digest)).isPresent();
      var mixed =
          write(
              TAR,
              Descriptor.of(MediaType.OCI_LAYER, sha512(TAR), TAR.length),
              new DiffId(sha512(TAR)));
      assertThat(mixed.diffId()).isEqualTo(layer.diffId());
    }

    private void assertRefused(byte[] bytes, Descriptor promised, DiffId diffId) {
      assertThatThrownBy(() -> write(bytes, promised, diffId))
          .isInstanceOfAny(DataLossException.class, InvalidArgumentException.class);
      assertThat(fixture.content.list()).isEmpty();
      assertThat(fixture.layers.parents()).isEmpty();
    }
  }

  @Nested
  final class Failures {
    @Test
    void brokenStreamLeavesNothing() {
      var broken = BrokenStream.after(TAR, 100_000);
      assertThatThrownBy(() -> fixture.writer.write(lease, Optional.empty(), broken))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("connection reset");
      assertEmpty();
    }

    @Test
    void garbageLeavesNothing() {
      byte[] garbage = new byte[5000];
      Arrays.fill(garbage, (byte) 'x');
      assertThatThrownBy(() -> write(garbage)).isInstanceOf(InvalidArgumentException.class);
      assertEmpty();
    }

    @Test
    void bombLeavesNothing() {
      var limits = new ExpansionLimits(10, 1000, Long.MAX_VALUE);
      var writer = new LayerWriter(fixture.content, fixture.layers, limits);
      var bomb = new ByteArrayInputStream(gzip(tar("zeros", new byte[1_000_000])));
      assertThatThrownBy(() -> writer.write(lease, Optional.empty(), bomb))
          .isInstanceOf(InvalidArgumentException.class);
      assertEmpty();
    }

    private void assertEmpty() {
      assertThat(fixture.content.list()).isEmpty();
      assertThat(fixture.layers.parents()).isEmpty();
    }
  }

  private ImageLayer write(byte[] bytes) {
    return fixture.writer.write(lease, Optional.empty(), new ByteArrayInputStream(bytes));
  }

  private ImageLayer write(byte[] bytes, Descriptor blob, DiffId diffId) {
    return fixture.writer.write(
        lease, Optional.empty(), new ByteArrayInputStream(bytes), blob, diffId);
  }

  private void assertStored(ImageLayer layer, byte[] bytes) {
    assertThat(fixture.content.read(layer.blob().digest(), 10_000_000)).isEqualTo(bytes);
    assertThat(fixture.layers.files(ChainId.of(layer.diffId()))).isEqualTo(List.of("file"));
  }

  static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] bzip2(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var bzip2 = new BZip2CompressorOutputStream(out)) {
      bzip2.write(bytes);
    }
    return out.toByteArray();
  }

  private static Digest sha512(byte[] bytes) {
    var hasher = new DigestHasher(DigestAlgorithm.SHA512);
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
