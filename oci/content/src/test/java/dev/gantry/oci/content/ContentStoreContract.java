package dev.gantry.oci.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ContentStore] must do.
public abstract class ContentStoreContract {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final Digest HELLO_DIGEST = Digest.of(HELLO);

  private final Leases leases = new Leases();
  private final Lease lease = leases.open("test");
  private ContentStore store = new InMemoryContentStore();

  /// A new, empty store.
  protected abstract ContentStore create();

  @BeforeEach
  void createStore() {
    store = create();
  }

  @AfterEach
  void closeLease() {
    lease.close();
  }

  @Test
  void newStoreIsEmpty() {
    assertThat(store.list()).isEmpty();
    assertThat(store.find(HELLO_DIGEST)).isEmpty();
  }

  @Test
  void committedBlobIsVisible() throws IOException {
    assertThat(store.write(lease, HELLO)).isEqualTo(new BlobInfo(HELLO_DIGEST, HELLO.length));
    assertThat(store.find(HELLO_DIGEST)).contains(new BlobInfo(HELLO_DIGEST, HELLO.length));
    assertThat(store.get(HELLO_DIGEST).size()).isEqualTo(HELLO.length);
    assertThat(store.list()).containsExactly(new BlobInfo(HELLO_DIGEST, HELLO.length));
    assertThat(store.read(HELLO_DIGEST, HELLO.length)).isEqualTo(HELLO);
    try (var stream = store.open(HELLO_DIGEST)) {
      assertThat(stream.skip(2)).isEqualTo(2);
      assertThat(stream).hasContent("llo");
    }
  }

  @Test
  void closedStreamCannotBeRead() throws IOException {
    store.write(lease, HELLO);
    var stream = store.open(HELLO_DIGEST);
    stream.close();
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
  }

  @Test
  void emptyBlobsAreBlobs() {
    var blob = store.write(lease, new byte[0]);
    assertThat(store.find(blob.digest())).contains(new BlobInfo(blob.digest(), 0));
    assertThat(store.read(blob.digest(), 10)).isEmpty();
  }

  @Test
  void unfinishedIngestIsInvisible() {
    try (var ingest = store.begin(lease)) {
      ingest.write(HELLO, 0, HELLO.length);
      assertThat(ingest.size()).isEqualTo(HELLO.length);
      assertThat(store.find(HELLO_DIGEST)).isEmpty();
      assertThat(store.list()).isEmpty();
    }
    assertThat(store.find(HELLO_DIGEST)).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void piecesAreJoined() throws IOException {
    try (var ingest = store.begin(lease);
        var stream = ingest.asStream()) {
      stream.write('h');
      stream.write(HELLO, 1, 2);
      ingest.write(HELLO, 3, 2);
      ingest.commit(HELLO_DIGEST, HELLO.length);
    }
    assertThat(store.read(HELLO_DIGEST, 100)).isEqualTo(HELLO);
  }

  @Test
  void commitRejectsWrongDigest() {
    var other = Digest.of("other".getBytes(UTF_8));
    try (var ingest = store.begin(lease)) {
      ingest.write(HELLO, 0, HELLO.length);
      assertThatThrownBy(() -> ingest.commit(other, HELLO.length))
          .isInstanceOf(DataLossException.class)
          .hasMessageContaining(other.toString())
          .hasMessageContaining(HELLO_DIGEST.toString());
    }
    assertThat(store.list()).isEmpty();
  }

  @Test
  void commitRejectsWrongSize() {
    for (long size : new long[] {0, HELLO.length - 1, HELLO.length + 1}) {
      try (var ingest = store.begin(lease)) {
        ingest.write(HELLO, 0, HELLO.length);
        assertThatThrownBy(() -> ingest.commit(HELLO_DIGEST, size))
            .isInstanceOf(DataLossException.class)
            .hasMessage(
                "commit %s: expected %d bytes, received %d", HELLO_DIGEST, size, HELLO.length);
      }
    }
    assertThat(store.list()).isEmpty();
  }

  @Test
  void refusedCommitEndsTheIngest() {
    try (var ingest = store.begin(lease)) {
      assertThatThrownBy(() -> ingest.commit(HELLO_DIGEST, 0))
          .isInstanceOf(DataLossException.class);
      assertThatThrownBy(() -> ingest.commit()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ingest.write(HELLO, 0, 1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void sameBytesTwiceAreOneBlob() {
    store.write(lease, HELLO);
    assertThat(store.write(lease, HELLO)).isEqualTo(new BlobInfo(HELLO_DIGEST, HELLO.length));
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void sha512NamesAreKeptApart() {
    Digest sha512;
    try (var ingest = store.begin(lease, DigestAlgorithm.SHA512)) {
      ingest.write(HELLO, 0, HELLO.length);
      sha512 = ingest.commit(Optional.empty(), OptionalLong.empty()).digest();
    }
    assertThat(sha512.algorithm()).isEqualTo(DigestAlgorithm.SHA512);
    assertThat(store.read(sha512, 100)).isEqualTo(HELLO);
    assertThat(store.find(HELLO_DIGEST)).isEmpty();
    assertThat(store.list()).containsExactly(new BlobInfo(sha512, HELLO.length));
  }

  @Test
  void absentBlobsAreNotFound() {
    assertThatThrownBy(() -> store.get(HELLO_DIGEST))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> assertThat(e.subject()).contains(new Subject("blob", HELLO_DIGEST.toString())));
    assertThatThrownBy(() -> store.open(HELLO_DIGEST)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> store.read(HELLO_DIGEST, 1)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void readRefusesMoreThanItsLimit() {
    store.write(lease, HELLO);
    assertThatThrownBy(() -> store.read(HELLO_DIGEST, HELLO.length - 1))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void deletedBlobIsGoneButReadersFinish() throws IOException {
    store.write(lease, HELLO);
    try (var stream = store.open(HELLO_DIGEST)) {
      assertThat(store.delete(HELLO_DIGEST)).isTrue();
      assertThat(store.delete(HELLO_DIGEST)).isFalse();
      assertThat(store.find(HELLO_DIGEST)).isEmpty();
      assertThat(stream).hasBinaryContent(HELLO);
    }
    store.write(lease, HELLO);
    assertThat(store.find(HELLO_DIGEST)).isPresent();
  }

  @Test
  void commitRetainsTheBlob() {
    store.write(lease, HELLO);
    try (var collection = leases.beginCollection()) {
      assertThat(collection.held()).contains(new Leases.Thing.Blob(HELLO_DIGEST));
    }
  }

  @Test
  void manyWritersOfTheSameBlobAllSucceed() throws Exception {
    byte[] big = new byte[3_000_000];
    new Random(1).nextBytes(big);
    var digest = Digest.of(big);
    Callable<BlobInfo> writer =
        () -> {
          try (var ingest = store.begin(lease)) {
            for (int at = 0; at < big.length; at += 100_000) {
              ingest.write(big, at, 100_000);
            }
            return ingest.commit(digest, big.length);
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> writer).toList());
      for (var result : results) {
        assertThat(result.get()).isEqualTo(new BlobInfo(digest, big.length));
      }
    }
    assertThat(store.read(digest, big.length)).isEqualTo(big);
    assertThat(store.list()).hasSize(1);
  }
}
