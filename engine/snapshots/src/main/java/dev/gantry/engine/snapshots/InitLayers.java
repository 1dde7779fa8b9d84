package dev.gantry.engine.snapshots;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The layer between an image and its containers that holds what every container finds in its
/// root: the places where `/proc`, `/dev`, `/etc/hosts` and the like are mounted.
///
/// As a layer of its own it belongs to neither: `docker diff` and `commit` do not see these
/// places as changes. And whatever an image has there instead, a link to somewhere on the host
/// say, is covered by a plain directory or file before anything is mounted on it. There is one
/// such layer for each image in use, made once; it is the same bytes everywhere.
public final class InitLayers {
  private static final Instant TIME = Instant.parse("2020-01-01T00:00:00Z");
  private static final byte[] TAR = tar();
  private static final DiffId DIFF_ID = new DiffId(Digest.of(TAR));

  private final LayerApplier applier;

  public InitLayers(LayerApplier applier) {
    this.applier = applier;
  }

  /// The chain id of the layer on top of an image, or of nothing.
  public static ChainId chainOn(Optional<ChainId> image) {
    return ChainId.of(image, DIFF_ID);
  }

  /// Makes the layer on top of an image, or of nothing, unless it exists. Costs a wait for the
  /// disk the first time, so it is worth doing when an image arrives.
  ///
  /// @return what to prepare containers of that image on
  public ChainId ensure(Optional<ChainId> image) throws InterruptedException {
    try {
      return applier.unpack(image, DIFF_ID, new ByteArrayInputStream(TAR)).chain();
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
  }

  private static byte[] tar() {
    var bytes = new ByteArrayOutputStream();
    try (var writer = new TarWriter(bytes, TarWriter.Times.SECONDS)) {
      for (String directory : List.of("dev/pts", "dev/shm", "proc", "sys")) {
        writer.write(TarEntry.directory(directory, 0755, TIME));
      }
      for (String file :
          List.of(".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf")) {
        writer.write(TarEntry.file(file, 0, 0755, TIME));
      }
      writer.write(TarEntry.of("etc/mtab", new Kind.Symlink("/proc/mounts"), 0777, TIME));
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
    return bytes.toByteArray();
  }
}
