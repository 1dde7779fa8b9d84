package dev.gantry.platform.store;

import static dev.gantry.platform.store.Durability.LAZY;
import static dev.gantry.platform.store.Durability.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Store] does. An implementation extends it with a factory.
@Timeout(60)
public abstract class StoreContract {
  protected static final int WATCH_BUFFER = 50;

  protected Store store;

  /// A new, empty store whose watches buffer [#WATCH_BUFFER] events.
  protected abstract Store open() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  protected static String text(Entry entry) {
    return new String(entry.value(), StandardCharsets.UTF_8);
  }

  private String value(String key) {
    return text(store.get(key));
  }

  private List<String> keys(Page page) {
    return page.entries().stream().map(Entry::key).toList();
  }

  @Nested
  class Writing {
    @Test
    void emptyStoreIsAtRevisionOne() {
      assertThat(store.revision()).isEqualTo(1);
      assertThat(store.list("").entries()).isEmpty();
      assertThat(store.list("").revision()).isEqualTo(1);
    }

    @Test
    void everyTransactionTakesTheNextRevision() {
      assertThat(store.create("/a", bytes("1"), SYNCED)).isEqualTo(2);
      assertThat(store.put("/a", bytes("2"), LAZY)).isEqualTo(3);
      assertThat(store.delete("/a", SYNCED)).isEqualTo(4);
      assertThat(store.revision()).isEqualTo(4);
    }

    @Test
    void entryKnowsWhenItWasCreatedAndChanged() {
      store.create("/a", bytes("1"), LAZY);
      store.put("/a", bytes("2"), LAZY);
      assertThat(store.get("/a")).isEqualTo(new Entry("/a", bytes("2"), 2, 3));
      store.delete("/a", LAZY);
      store.put("/a", bytes("3"), LAZY);
      assertThat(store.get("/a")).isEqualTo(new Entry("/a", bytes("3"), 5, 5));
    }

    @Test
    void createRefusesAKeyThatExists() {
      store.create("/a", bytes("1"), SYNCED);
      assertThatThrownBy(() -> store.create("/a", bytes("2"), SYNCED))
          .isInstanceOf(AlreadyExistsException.class)
          .hasMessageContaining("/a");
      assertThat(value("/a")).isEqualTo("1");
      assertThat(store.revision()).isEqualTo(2);
    }

    @Test
    void updateRefusesAnotherRevision() {
      long first = store.create("/a", bytes("1"), SYNCED);
      long second = store.updateIfRevision("/a", bytes("2"), first, SYNCED);
      assertThatThrownBy(() -> store.updateIfRevision("/a", bytes("3"), first, SYNCED))
          .isInstanceOf(ConflictException.class);
      assertThat(value("/a")).isEqualTo("2");
      assertThat(store.updateIfRevision("/a", bytes("3"), second, SYNCED)).isEqualTo(4);
    }

    @Test
    void updateAndDeleteRefuseAMissingKey() {
      assertThatThrownBy(() -> store.updateIfRevision("/a", bytes("1"), 1, LAZY))
          .isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> store.deleteIfRevision("/a", 1, LAZY))
          .isInstanceOf(NotFoundException.class);
    }

    @Test
    void deleteIfRevisionTakesOnlyThatRevision() {
      long first = store.create("/a", bytes("1"), LAZY);
      long second = store.put("/a", bytes("2"), LAZY);
      assertThatThrownBy(() -> store.deleteIfRevision("/a", first, LAZY))
          .isInstanceOf(ConflictException.class);
      store.deleteIfRevision("/a", second, LAZY);
      assertThat(store.find("/a")).isEmpty();
      assertThatThrownBy(() -> store.get("/a")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void deletingNothingTakesNoRevision() {
      assertThat(store.delete("/nobody", SYNCED)).isEqualTo(1);
      assertThat(store.revision()).isEqualTo(1);
    }

    @Test
    void anyBytesAreAValue() {
      byte[] all = new byte[70_000];
      new Random(1).nextBytes(all);
      store.put("/empty", new byte[0], SYNCED);
      store.put("/all", all, SYNCED);
      assertThat(store.get("/empty").value()).isEmpty();
      assertThat(store.get("/all").value()).isEqualTo(all);
    }

    @Test
    void unusableKeysAreRefused() {
      for (String key : List.of("", "a\nb", "a\0b", "/😀", "/" + "x".repeat(1024))) {
        assertThatThrownBy(() -> store.put(key, bytes("1"), LAZY))
            .as(key)
            .isInstanceOf(InvalidArgumentException.class);
      }
    }

    @Test
    void anInterruptDoesNotAbandonAWrite() {
      Thread.currentThread().interrupt();
      store.put("/a", bytes("1"), SYNCED);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(value("/a")).isEqualTo("1");
    }

    @Test
    void aClosedStoreRefusesWrites() {
      store.close();
      store.close();
      assertThatThrownBy(() -> store.put("/a", bytes("1"), SYNCED))
          .isInstanceOf(UnavailableException.class);
    }

    @Test
    void ofConcurrentCreatorsOneWins() throws Exception {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var start = new CountDownLatch(1);
        List<Future<Boolean>> attempts =
            IntStream.range(0, 32)
                .mapToObj(
                    i ->
                        executor.submit(
                            () -> {
                              start.await();
                              try {
                                store.create("/name", bytes("" + i), SYNCED);
                                return true;
                              } catch (AlreadyExistsException e) {
                                return false;
                              }
                            }))
                .toList();
        start.countDown();
        int winners = 0;
        for (Future<Boolean> attempt : attempts) {
          winners += attempt.get() ? 1 : 0;
        }
        assertThat(winners).isOne();
        assertThat(store.revision()).isEqualTo(2);
      }
    }

    @Test
    void concurrentReadModifyWriteLosesNothing() throws Exception {
      store.create("/counter", bytes("0"), LAZY);
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          executor.execute(
              () -> {
                for (int done = 0; done < 25; ) {
                  Entry entry = store.get("/counter");
                  byte[] next = bytes("" + (Integer.parseInt(text(entry)) + 1));
                  try {
                    store.updateIfRevision("/counter", next, entry.revision(), LAZY);
                    done++;
                  } catch (ConflictException e) {
                    // another was faster
                  }
                }
              });
        }
      }
      assertThat(value("/counter")).isEqualTo("200");
    }
  }

  @Nested
  class Transactions {
    @Test
    void changesShareOneRevision() {
      long revision =
          store.commit(
              Transaction.of().create("/names/web", bytes("4f")).put("/containers/4f", bytes("{}")),
              SYNCED);
      assertThat(store.get("/names/web").revision()).isEqualTo(revision);
      assertThat(store.get("/containers/4f").revision()).isEqualTo(revision);
    }

    @Test
    void oneFailedConditionPreventsAllChanges() {
      store.create("/names/web", bytes("4f"), SYNCED);
      assertThatThrownBy(
              () ->
                  store.commit(
                      Transaction.of()
                          .put("/containers/5a", bytes("{}"))
                          .create("/names/web", bytes("5a")),
                      SYNCED))
          .isInstanceOf(AlreadyExistsException.class);
      assertThat(store.find("/containers/5a")).isEmpty();
      assertThat(store.revision()).isEqualTo(2);
    }

    @Test
    void conditionsMayConcernKeysThatAreNotChanged() {
      long lock = store.create("/lock", bytes("me"), LAZY);
      Transaction guarded =
          Transaction.of().requireRevision("/lock", lock).put("/guarded", bytes("1"));
      store.commit(guarded, LAZY);
      store.put("/lock", bytes("you"), LAZY);
      assertThatThrownBy(() -> store.commit(guarded, LAZY)).isInstanceOf(ConflictException.class);
    }

    @Test
    void aKeyIsChangedOnce() {
      assertThatThrownBy(() -> Transaction.of().put("/a", bytes("1")).delete("/a"))
          .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void renameMovesAValue() {
      long revision = store.create("/names/old", bytes("4f"), LAZY);
      store.commit(
          Transaction.of()
              .deleteIfRevision("/names/old", revision)
              .create("/names/new", bytes("4f")),
          SYNCED);
      assertThat(keys(store.list("/names/"))).containsExactly("/names/new");
    }
  }

  @Nested
  class Listing {
    @BeforeEach
    void fill() {
      for (String key : List.of("/pods/b", "/pods/a", "/pods0", "/pods/c", "/nodes/a")) {
        store.put(key, bytes(key), LAZY);
      }
    }

    @Test
    void prefixSelectsAndOrderIsThatOfKeys() {
      assertThat(keys(store.list("/pods/"))).containsExactly("/pods/a", "/pods/b", "/pods/c");
      assertThat(keys(store.list(""))).hasSize(5).isSorted();
      assertThat(store.list("/nobody").entries()).isEmpty();
    }

    @Test
    void pagesAreReadAtTheRevisionOfTheFirst() {
      Page first = store.list(ListRequest.of("/pods/").limit(2));
      assertThat(keys(first)).containsExactly("/pods/a", "/pods/b");
      assertThat(first.remaining()).isEqualTo(1);

      store.put("/pods/b2", bytes("new"), LAZY);
      store.delete("/pods/c", LAZY);
      Page second = store.list(first.next().orElseThrow());
      assertThat(keys(second)).containsExactly("/pods/c");
      assertThat(second.revision()).isEqualTo(first.revision());
      assertThat(second.remaining()).isZero();
      assertThat(second.next()).isEmpty();
    }

    @Test
    void thePastCanBeListed() {
      long before = store.revision();
      store.put("/pods/a", bytes("changed"), LAZY);
      store.delete("/pods/b", LAZY);
      store.put("/pods/d", bytes("new"), LAZY);
      Page page = store.list(ListRequest.of("/pods/").at(before));
      assertThat(keys(page)).containsExactly("/pods/a", "/pods/b", "/pods/c");
      assertThat(text(page.entries().getFirst())).isEqualTo("/pods/a");
      Page limited = store.list(ListRequest.of("/pods/").at(before).limit(1));
      assertThat(limited.remaining()).isEqualTo(2);
    }

    @Test
    void theFutureCannotBeListed() {
      assertThatThrownBy(() -> store.list(ListRequest.of("").at(store.revision() + 1)))
          .isInstanceOf(OutOfRangeException.class);
    }

    @Test
    void compactionForgetsThePastOnly() {
      long early = store.revision();
      store.put("/pods/a", bytes("2"), LAZY);
      store.delete("/pods/b", LAZY);
      long kept = store.revision();
      store.put("/pods/a", bytes("3"), LAZY);
      store.compact(kept);

      assertThatThrownBy(() -> store.list(ListRequest.of("/pods/").at(early)))
          .isInstanceOf(OutOfRangeException.class);
      Page page = store.list(ListRequest.of("/pods/").at(kept));
      assertThat(page.entries().stream().map(StoreContract::text)).containsExactly("2", "/pods/c");
      assertThat(value("/pods/a")).isEqualTo("3");
      store.compact(early);
      assertThatThrownBy(() -> store.compact(store.revision() + 1))
          .isInstanceOf(OutOfRangeException.class);
    }

    @Test
    void keysBeyondAsciiSortAlikeEverywhere() {
      List<String> keys = List.of("/x/a", "/x/é", "/x/\uD7FF", "/x/\uE000", "/x/\uFFFD");
      keys.reversed().forEach(key -> store.put(key, bytes(key), LAZY));
      long revision = store.revision();
      store.put("/elsewhere", bytes("1"), LAZY);
      assertThat(keys(store.list("/x/"))).isEqualTo(keys);
      assertThat(keys(store.list(ListRequest.of("/x/").at(revision)))).isEqualTo(keys);
      assertThat(keys(store.list(ListRequest.of("/x/\uD7FF").at(revision))))
          .containsExactly("/x/\uD7FF");
    }
  }

  @Nested
  class Watching {
    private List<String> next(Watch watch) throws InterruptedException {
      return watch.next().stream().map(StoreContract::describe).toList();
    }

    @Test
    void changesArriveInOrderWithWhatTheyReplaced() throws Exception {
      try (Watch watch = store.watch("/pods/", store.revision())) {
        store.create("/pods/a", bytes("1"), LAZY);
        store.put("/nodes/a", bytes("x"), LAZY);
        store.put("/pods/a", bytes("2"), LAZY);
        store.delete("/pods/a", LAZY);
        assertThat(next(watch)).containsExactly("2 created /pods/a 1");
        assertThat(next(watch)).containsExactly("4 updated /pods/a 1 to 2");
        assertThat(next(watch)).containsExactly("5 deleted /pods/a 2");
        assertThat(watch.poll(Duration.ofMillis(1))).isEmpty();
      }
    }

    @Test
    void aTransactionArrivesInOnePiece() throws Exception {
      try (Watch watch = store.watch("/a", store.revision())) {
        store.commit(
            Transaction.of().put("/a1", bytes("1")).put("/b", bytes("2")).put("/a2", bytes("3")),
            LAZY);
        assertThat(next(watch)).containsExactly("2 created /a1 1", "2 created /a2 3");
      }
    }

    @Test
    void aWatchFromThePastMissesNothing() throws Exception {
      store.put("/a", bytes("1"), LAZY);
      long seen = store.revision();
      store.put("/a", bytes("2"), LAZY);
      store.put("/other", bytes("x"), LAZY);
      store.commit(Transaction.of().delete("/a").put("/a2", bytes("3")), LAZY);
      try (Watch watch = store.watch("/a", seen)) {
        store.put("/a", bytes("4"), LAZY);
        assertThat(next(watch)).containsExactly("3 updated /a 1 to 2");
        assertThat(next(watch)).containsExactly("5 deleted /a 2", "5 created /a2 3");
        assertThat(next(watch)).containsExactly("6 created /a 4");
      }
    }

    @Test
    void aLongPastIsReplayedWhole() throws Exception {
      for (int i = 0; i < 600; i++) {
        store.commit(Transaction.of().put("/a", bytes("" + i)).put("/b", bytes("" + i)), LAZY);
      }
      try (Watch watch = store.watch("", 1)) {
        for (int i = 0; i < 600; i++) {
          List<Event> events = watch.next();
          assertThat(events).hasSize(2);
          assertThat(events.getFirst().revision()).isEqualTo(i + 2);
        }
        assertThat(watch.poll(Duration.ofMillis(1))).isEmpty();
      }
    }

    @Test
    void revisionsOutOfReachAreRefused() {
      store.put("/a", bytes("1"), LAZY);
      store.put("/a", bytes("2"), LAZY);
      store.compact(3);
      assertThatThrownBy(() -> store.watch("", 2)).isInstanceOf(OutOfRangeException.class);
      assertThatThrownBy(() -> store.watch("", 4)).isInstanceOf(OutOfRangeException.class);
      store.watch("", 3).close();
    }

    @Test
    void aSlowReaderIsCutOffAndNeverBlocksTheWriter() throws Exception {
      try (Watch watch = store.watch("/a", store.revision())) {
        for (int i = 0; i < 2 * WATCH_BUFFER; i++) {
          store.put("/a", bytes("" + i), LAZY);
        }
        for (int i = 0; i < WATCH_BUFFER; i++) {
          assertThat(watch.next().getFirst().revision()).isEqualTo(i + 2);
        }
        assertThatThrownBy(watch::next)
            .isInstanceOf(OutOfRangeException.class)
            .hasMessageContaining("too old");
      }
    }

    @Test
    void aTransactionLargerThanTheBufferReachesAReaderThatKeepsUp() throws Exception {
      try (Watch watch = store.watch("", store.revision())) {
        Transaction large = Transaction.of();
        for (int i = 0; i < 2 * WATCH_BUFFER; i++) {
          large = large.put("/" + i, bytes("x"));
        }
        store.commit(large, LAZY);
        assertThat(watch.next()).hasSize(2 * WATCH_BUFFER);
      }
    }

    @Test
    void aWaitingReaderIsWokenByAnInterruptAndByTheEnd() throws Exception {
      Watch watch = store.watch("", store.revision());
      Thread.currentThread().interrupt();
      assertThatThrownBy(watch::next).isInstanceOf(InterruptedException.class);
      watch.close();
      assertThatThrownBy(watch::next).isInstanceOf(UnavailableException.class);

      Watch other = store.watch("", store.revision());
      var closing = Thread.ofVirtual().start(store::close);
      assertThatThrownBy(other::next).isInstanceOf(UnavailableException.class);
      closing.join();
    }

    @Test
    void watchersSeeEveryChangeOnceWhileOthersWrite() throws Exception {
      int writers = 4;
      int writes = 40;
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int w = 0; w < writers; w++) {
          String key = "/w" + w;
          executor.execute(
              () -> {
                for (int i = 0; i < writes; i++) {
                  store.put(key, bytes("" + i), LAZY);
                }
              });
        }
        List<Long> seen = new ArrayList<>();
        long revision = 1;
        while (seen.size() < writers * writes) {
          // Reopened all the time: each hand-over from the past to the present must be seamless.
          try (Watch watch = store.watch("", revision)) {
            for (int i = 0; i < 7 && seen.size() < writers * writes; i++) {
              revision = watch.next().getLast().revision();
              seen.add(revision);
            }
          }
        }
        List<Long> expected =
            IntStream.range(2, writers * writes + 2).asLongStream().boxed().toList();
        assertThat(seen).isEqualTo(expected);
      }
    }
  }

  /// Random operations against this store and [MemoryStore]: both must answer alike.
  @Test
  void agreesWithTheSimplestImplementation() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Store oracle = new MemoryStore(WATCH_BUFFER)) {
      for (int step = 0; step < 2000; step++) {
        Transaction transaction = randomTransaction(random, store.revision());
        assertThat(outcome(store, transaction))
            .as("seed %d step %d", seed, step)
            .isEqualTo(outcome(oracle, transaction));
        if (step % 100 == 99) {
          assertSameAnswers(oracle, random, "seed " + seed + " step " + step);
        }
        if (step % 700 == 699) {
          long revision = store.revision() - random.nextInt(50);
          store.compact(revision);
          oracle.compact(revision);
        }
      }
    }
  }

  private void assertSameAnswers(Store oracle, Random random, String context) throws Exception {
    long at = store.revision() - random.nextInt(20);
    for (String prefix : List.of("", "/k1", "/k")) {
      ListRequest request =
          ListRequest.of(prefix)
              .at(at)
              .limit(1 + random.nextInt(10))
              .after("/k" + random.nextInt(9));
      assertThat(store.list(request)).as(context).isEqualTo(oracle.list(request));
      assertThat(store.list(prefix)).as(context).isEqualTo(oracle.list(prefix));
      try (Watch watch = store.watch(prefix, at);
          Watch expected = oracle.watch(prefix, at)) {
        while (true) {
          var events = watch.poll(Duration.ZERO);
          assertThat(events).as(context).isEqualTo(expected.poll(Duration.ZERO));
          if (events.isEmpty()) {
            break;
          }
        }
      }
    }
  }

  private static Transaction randomTransaction(Random random, long revision) {
    Transaction transaction = Transaction.of();
    int first = random.nextInt(30);
    for (int i = 0; i <= random.nextInt(3); i++) {
      String key = "/k" + (first + i);
      byte[] value = bytes("" + random.nextInt(1000));
      transaction =
          switch (random.nextInt(6)) {
            case 0 -> transaction.create(key, value);
            case 1 -> transaction.updateIfRevision(key, value, revision - random.nextInt(4));
            case 2 -> transaction.delete(key);
            default -> transaction.put(key, value);
          };
    }
    return transaction;
  }

  private static String outcome(Store store, Transaction transaction) {
    try {
      return "revision " + store.commit(transaction, LAZY);
    } catch (GantryException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static String describe(Event event) {
    return event.revision()
        + switch (event) {
          case Event.Created(Entry entry) -> " created " + entry.key() + " " + text(entry);
          case Event.Updated(Entry entry, Entry old) ->
              " updated " + entry.key() + " " + text(old) + " to " + text(entry);
          case Event.Deleted(Entry old, _) -> " deleted " + old.key() + " " + text(old);
        };
  }
}
