package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.DigestHasher;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;

/// A blob being written to a temporary file.
final class FileIngest implements Ingest {
  private final ContentLayout layout;
  private final Lease lease;
  private final Path file;
  // Not a FileChannel, which an interrupt would close in the middle of a commit.
  private final FileOutputStream out;
  private final DigestHasher hasher;
  private boolean open = true;

  private FileIngest(
      ContentLayout layout, Lease lease, Path file, FileOutputStream out, DigestHasher hasher) {
    this.layout = layout;
    this.lease = lease;
    this.file = file;
    this.out = out;
    this.hasher = hasher;
  }

  static FileIngest create(ContentLayout layout, Lease lease, DigestAlgorithm algorithm) {
    var file = layout.newIngest();
    try {
      var out = new FileOutputStream(file.toFile());
      return new FileIngest(layout, lease, file, out, new DigestHasher(algorithm));
    } catch (IOException e) {
      throw ContentFailures.of("begin ingest", e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    requireOpen();
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw ContentFailures.of("write ingest", e);
    }
    hasher.update(bytes, offset, length);
  }

  @Override
  public long size() {
    return hasher.size();
  }

  @Override
  public BlobInfo commit(Optional<Digest> expectedDigest, OptionalLong expectedSize) {
    requireOpen();
    try {
      var blob = IngestCheck.verify(hasher, expectedDigest, expectedSize);
      // Retained before it is looked for, else garbage collection could take it in between.
      lease.retain(blob.digest());
      publish(blob.digest());
      return blob;
    } catch (IOException e) {
      throw ContentFailures.of("commit blob", e);
    } finally {
      close();
    }
  }

  private void publish(Digest digest) throws IOException {
    var target = layout.blob(digest);
    if (!Files.exists(target)) {
      out.getFD().sync();
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
    // Also for a blob that was there: whoever renamed it may not have come here yet.
    ContentLayout.sync(layout.directory(digest.algorithm()));
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the ingest is closed");
    }
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      out.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw ContentFailures.of("close ingest", e);
    }
  }
}
