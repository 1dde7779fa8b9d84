package dev.gantry.oci.content;

import dev.gantry.oci.archive.Decompression;
import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarLimits;
import dev.gantry.oci.archive.TarReader;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.DigestHasher;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Takes the files out of an image archive as they come by. What they mean is known only when the
/// last one is read, so all are kept: big ones as blobs, which garbage collection removes again if
/// they turn out to be nothing.
final class ArchiveReader {
  private static final int IN_MEMORY = 64 << 10;
  private static final int IN_MEMORY_TOGETHER = 32 << 20;

  /// An image archive has a few files for each layer, not millions.
  private static final TarLimits LIMITS = new TarLimits(1 << 20, 4096, 100_000, 1_000, 100_000);

  private static final Pattern BLOB_NAME = Pattern.compile("blobs/(sha256|sha512)/([^/]+)");

  private final ContentStore content;
  private final Lease lease;
  private final ExpansionLimits expansion;
  private final ArchiveFiles files = new ArchiveFiles();
  private final byte[] buffer = new byte[128 << 10];
  private long inMemory;
  private long taken;

  ArchiveReader(ContentStore content, Lease lease, ExpansionLimits expansion) {
    this.content = content;
    this.lease = lease;
    this.expansion = expansion;
  }

  /// Reads an archive, compressed with anything or nothing.
  ArchiveFiles read(InputStream archive) {
    try {
      var arriving = new CountingInputStream(archive);
      var tar = new TarReader(Decompression.open(arriving, expansion), LIMITS);
      for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        taken += entry.get().size();
        refuseBomb(arriving.count());
        take(entry.get(), tar);
      }
      tar.drain();
      return files;
    } catch (IOException e) {
      throw new UnavailableException("read archive: " + e.getMessage(), e);
    }
  }

  /// Sparse files say how long they are without having the bytes.
  private void refuseBomb(long arrived) {
    if (taken > expansion.freeBytes() && taken / expansion.ratio() > arrived) {
      throw new InvalidArgumentException(
          "archive: files of %d bytes in %d bytes of archive".formatted(taken, arrived));
    }
  }

  private void take(TarEntry entry, TarReader tar) throws IOException {
    switch (entry.kind()) {
      case TarEntry.Kind.File(long size) ->
          files.addFile(entry.path(), takeFile(entry.path(), size, tar.content()));
      case TarEntry.Kind.Symlink(String target) -> files.addSymlink(entry.path(), target);
      case TarEntry.Kind.HardLink(String target) -> files.addHardLink(entry.path(), target);
      case TarEntry.Kind.Directory _ -> {}
      case TarEntry.Kind.CharDevice _, TarEntry.Kind.BlockDevice _, TarEntry.Kind.Fifo _ ->
          throw new InvalidArgumentException(
              "archive: \"" + entry.path() + "\" is neither file, directory nor link");
    }
  }

  private ArchivedFile takeFile(String path, long size, InputStream bytes) throws IOException {
    var promised = promisedDigest(path);
    if (size <= IN_MEMORY && inMemory + size <= IN_MEMORY_TOGETHER) {
      inMemory += size;
      return takeIntoMemory(bytes.readAllBytes(), promised);
    }
    try (var ingest = content.begin(lease, algorithm(promised))) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        ingest.write(buffer, 0, read);
      }
      var blob = ingest.commit(promised, OptionalLong.empty());
      return new ArchivedFile.InStore(blob.digest(), blob.size());
    }
  }

  private static ArchivedFile takeIntoMemory(byte[] bytes, Optional<Digest> promised) {
    var hasher = new DigestHasher(algorithm(promised));
    hasher.update(bytes, 0, bytes.length);
    var blob = IngestCheck.verify(hasher, promised, OptionalLong.empty());
    return new ArchivedFile.InMemory(blob.digest(), bytes);
  }

  /// The digest a file of an OCI layout must have by its name.
  private static Optional<Digest> promisedDigest(String path) {
    var match = BLOB_NAME.matcher(ArchiveFiles.normalize(path));
    return match.matches()
        ? Optional.of(Digest.parse(match.group(1) + ":" + match.group(2)))
        : Optional.empty();
  }

  private static DigestAlgorithm algorithm(Optional<Digest> promised) {
    return promised.map(Digest::algorithm).orElse(DigestAlgorithm.SHA256);
  }
}
