package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A [ContentStore] in a directory, one file for each blob.
///
/// The file of a blob appears under its name by a rename, after its bytes are on the disk; so a
/// name that can be read always has all of its bytes, whenever the machine stops.
public final class FileContentStore implements ContentStore {
  private final ContentLayout layout;

  private FileContentStore(ContentLayout layout) {
    this.layout = layout;
  }

  /// Opens the store in `root`, which is made when it is missing, and removes unfinished ingests of
  /// an earlier process. Only one process may have it open.
  public static FileContentStore open(Path root) {
    try {
      var layout = ContentLayout.create(root);
      layout.sweepIngests();
      return new FileContentStore(layout);
    } catch (IOException e) {
      throw ContentFailures.of("open content store " + root, e);
    }
  }

  @Override
  public Optional<BlobInfo> find(Digest digest) {
    try {
      return Optional.of(new BlobInfo(digest, Files.size(layout.blob(digest))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ContentFailures.of("find blob " + digest, e);
    }
  }

  @Override
  public InputStream open(Digest digest) {
    try {
      return Files.newInputStream(layout.blob(digest));
    } catch (NoSuchFileException e) {
      throw ContentReader.missing(digest);
    } catch (IOException e) {
      throw ContentFailures.of("open blob " + digest, e);
    }
  }

  @Override
  public byte[] read(Digest digest, int limit) {
    try (var blob = open(digest)) {
      byte[] bytes = blob.readNBytes(limit);
      if (bytes.length == limit && blob.read() >= 0) {
        throw new InvalidArgumentException(
            "read blob " + digest + ": it has more than " + limit + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw ContentFailures.of("read blob " + digest, e);
    }
  }

  @Override
  public Ingest begin(Lease lease, DigestAlgorithm algorithm) {
    return FileIngest.create(layout, lease, algorithm);
  }

  @Override
  public List<BlobInfo> list() {
    var blobs = new ArrayList<BlobInfo>();
    for (var algorithm : DigestAlgorithm.values()) {
      try (var files = Files.newDirectoryStream(layout.directory(algorithm))) {
        for (var file : files) {
          layout.digest(algorithm, file).flatMap(this::find).ifPresent(blobs::add);
        }
      } catch (IOException e) {
        throw ContentFailures.of("list blobs", e);
      }
    }
    return blobs;
  }

  @Override
  public boolean delete(Digest digest) {
    try {
      // Not synced: a blob that a power cut brings back is garbage again.
      return Files.deleteIfExists(layout.blob(digest));
    } catch (IOException e) {
      throw ContentFailures.of("delete blob " + digest, e);
    }
  }
}
