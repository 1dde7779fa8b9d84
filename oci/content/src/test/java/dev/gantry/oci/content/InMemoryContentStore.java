package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.DigestHasher;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// A content store for tests; what it has is gone with it.
public final class InMemoryContentStore implements ContentStore {
  private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();

  @Override
  public Optional<BlobInfo> find(Digest digest) {
    return Optional.ofNullable(blobs.get(digest)).map(bytes -> new BlobInfo(digest, bytes.length));
  }

  @Override
  public InputStream open(Digest digest) {
    return new ClosableStream(bytes(digest));
  }

  /// As strict as a file: who reads after closing has a bug.
  private static final class ClosableStream extends FilterInputStream {
    private boolean closed;

    ClosableStream(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read() throws IOException {
      requireOpen();
      return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      requireOpen();
      return super.read(into, from, length);
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new IOException("the stream is closed");
      }
    }
  }

  @Override
  public byte[] read(Digest digest, int limit) {
    byte[] bytes = bytes(digest);
    if (bytes.length > limit) {
      throw new InvalidArgumentException(
          "read blob " + digest + ": it has more than " + limit + " bytes");
    }
    return bytes.clone();
  }

  private byte[] bytes(Digest digest) {
    byte[] bytes = blobs.get(digest);
    if (bytes == null) {
      throw ContentReader.missing(digest);
    }
    return bytes;
  }

  @Override
  public Ingest begin(Lease lease, DigestAlgorithm algorithm) {
    return new InMemoryIngest(lease, algorithm);
  }

  @Override
  public List<BlobInfo> list() {
    return blobs.entrySet().stream()
        .map(blob -> new BlobInfo(blob.getKey(), blob.getValue().length))
        .toList();
  }

  @Override
  public boolean delete(Digest digest) {
    return blobs.remove(digest) != null;
  }

  private final class InMemoryIngest implements Ingest {
    private final Lease lease;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DigestHasher hasher;
    private boolean open = true;

    InMemoryIngest(Lease lease, DigestAlgorithm algorithm) {
      this.lease = lease;
      this.hasher = new DigestHasher(algorithm);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      requireOpen();
      bytes.write(from, offset, length);
      hasher.update(from, offset, length);
    }

    @Override
    public long size() {
      return hasher.size();
    }

    @Override
    public BlobInfo commit(Optional<Digest> expectedDigest, OptionalLong expectedSize) {
      requireOpen();
      open = false;
      var blob = IngestCheck.verify(hasher, expectedDigest, expectedSize);
      lease.retain(blob.digest());
      blobs.putIfAbsent(blob.digest(), bytes.toByteArray());
      return blob;
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the ingest is closed");
      }
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
