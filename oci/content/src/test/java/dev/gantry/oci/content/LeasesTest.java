package dev.gantry.oci.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.content.Leases.Thing;
import dev.gantry.oci.spec.Digest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private static final Digest BLOB = Digest.of("blob".getBytes(UTF_8));
  private static final Thing THING = new Thing.Blob(BLOB);

  private final Leases leases = new Leases();

  @Test
  void heldThingsAreNotDeleted() {
    try (var lease = leases.open("pull")) {
      lease.retain(BLOB);
      assertThat(deleted()).isFalse();
    }
    assertThat(deleted()).isTrue();
  }

  @Test
  void thingsReleasedDuringACollectionStayUntilTheNext() {
    var lease = leases.open("pull");
    lease.retain(BLOB);
    try (var collection = leases.beginCollection()) {
      lease.close();
      assertThat(collection.held()).containsExactly(THING);
      assertThat(collection.deleteUnlessHeld(THING, () -> {})).isFalse();
    }
    assertThat(deleted()).isTrue();
  }

  @Test
  void thingsRetainedAndReleasedDuringACollectionStayToo() {
    try (var collection = leases.beginCollection()) {
      try (var lease = leases.open("pull")) {
        lease.retain(BLOB);
      }
      assertThat(collection.deleteUnlessHeld(THING, () -> {})).isFalse();
    }
  }

  @Test
  void retainWaitsForTheDeletionOfThatThingOnly() throws InterruptedException {
    var deleting = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var deletionEnded = new AtomicBoolean();
    var collector =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var collection = leases.beginCollection()) {
                    collection.deleteUnlessHeld(
                        THING,
                        () -> {
                          deleting.countDown();
                          awaitQuietly(mayEnd);
                          deletionEnded.set(true);
                        });
                  }
                });
    deleting.await();
    try (var lease = leases.open("pull")) {
      lease.retain(Digest.of("another".getBytes(UTF_8)));
      assertThat(deletionEnded).isFalse();
      mayEnd.countDown();
      lease.retain(BLOB);
      assertThat(deletionEnded).isTrue();
    }
    collector.join();
  }

  @Test
  void failedDeletionReleasesTheThing() {
    try (var collection = leases.beginCollection()) {
      assertThatThrownBy(
              () ->
                  collection.deleteUnlessHeld(
                      THING,
                      () -> {
                        throw new IllegalStateException("disk");
                      }))
          .hasMessage("disk");
    }
    try (var lease = leases.open("pull")) {
      lease.retain(BLOB);
    }
  }

  @Test
  void closedLeaseCannotRetain() {
    var lease = leases.open("pull busybox");
    assertThat(leases.purposes()).containsExactly("pull busybox");
    lease.close();
    assertThat(leases.purposes()).isEmpty();
    assertThatThrownBy(() -> lease.retain(BLOB)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void collectionsDoNotOverlap() {
    try (var _ = leases.beginCollection()) {
      assertThatThrownBy(leases::beginCollection).isInstanceOf(IllegalStateException.class);
    }
    leases.beginCollection().close();
  }

  private boolean deleted() {
    try (var collection = leases.beginCollection()) {
      return collection.deleteUnlessHeld(THING, () -> {});
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
