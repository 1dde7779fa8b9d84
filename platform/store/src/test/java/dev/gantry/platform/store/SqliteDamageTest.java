package dev.gantry.platform.store;

import static dev.gantry.platform.store.Durability.LAZY;
import static dev.gantry.platform.store.Durability.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a database that was damaged while nobody had it open.
@Timeout(120)
class SqliteDamageTest {
  private static final int KEYS = 300;

  /// Salvaged databases begin far beyond the revisions of the damaged ones.
  private static final long SALVAGED_REVISIONS = 1000;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("store.db");
  }

  private SqliteStore open() {
    return SqliteStore.open(TestStores.config(directory));
  }

  private static byte[] value(int i) {
    return ("value-%04d-".formatted(i) + "x".repeat(300)).getBytes(StandardCharsets.UTF_8);
  }

  private static String key(int i) {
    return "/key/%04d".formatted(i);
  }

  /// Every key was changed once: an old value in the wrong place would be noticed.
  private void fill() {
    try (Store store = open()) {
      Transaction old = Transaction.of();
      Transaction present = Transaction.of();
      for (int i = 0; i < KEYS; i++) {
        old = old.put(key(i), "stale-%04d".formatted(i).getBytes(StandardCharsets.UTF_8));
        present = present.put(key(i), value(i));
      }
      store.commit(old, LAZY);
      store.commit(present, SYNCED);
    }
  }

  /// Damages a text wherever it occurs: SQLite leaves copies in free space.
  private void flip(String text) throws IOException {
    byte[] content = Files.readAllBytes(file());
    String characters = new String(content, StandardCharsets.ISO_8859_1);
    int at = characters.indexOf(text);
    assertThat(at).as(text + " is in the file").isPositive();
    for (; at >= 0; at = characters.indexOf(text, at + 1)) {
      content[at + 2] ^= 0x10;
    }
    Files.write(file(), content);
  }

  @Test
  void aDamagedValueIsSetAsideAndTheOthersAreServed() throws Exception {
    fill();
    flip("value-0123");
    for (int opened = 0; opened < 2; opened++) {
      try (SqliteStore store = open()) {
        assertThat(store.quarantined())
            .singleElement()
            .satisfies(
                bad -> {
                  assertThat(bad.key()).isEqualTo(key(123));
                  assertThat(bad.revision()).isEqualTo(3);
                });
        assertThat(store.find(key(123))).isEmpty();
        assertThat(store.list("").entries()).hasSize(KEYS - 1);
        assertThat(store.get(key(122)).value()).isEqualTo(value(122));
        assertThat(store.check()).isEmpty();
      }
    }
  }

  @Test
  void observersLearnThatADamagedValueIsGone() throws Exception {
    fill();
    flip("value-0007");
    try (SqliteStore store = open();
        Watch watch = store.watch("", 3)) {
      assertThat(watch.next())
          .singleElement()
          .isInstanceOfSatisfying(
              Event.Deleted.class, event -> assertThat(event.key()).isEqualTo(key(7)));
      store.create(key(7), value(7), SYNCED);
      assertThat(store.get(key(7)).value()).isEqualTo(value(7));
    }
  }

  @Test
  void aDamagedIndexIsRebuilt() throws Exception {
    fill();
    try (Connection db = Database.openWriter(file())) {
      Database.execute(db, "CREATE TABLE other (key TEXT, id INTEGER)");
      Database.execute(db, "PRAGMA writable_schema = ON");
      // Lets the index begin at the page of an empty table's index: all keys are missing from it.
      Database.execute(db, "CREATE INDEX other_by_key ON other (key, id)");
      Database.execute(db, "INSERT INTO other SELECT key || 'x', id FROM change");
      Database.execute(
          db,
          "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
              + " WHERE name = 'other_by_key') WHERE name = 'change_by_key'");
      Database.execute(db, "DELETE FROM sqlite_schema WHERE name LIKE 'other%'");
    }
    try (SqliteStore store = open()) {
      assertThat(store.list("").entries()).hasSize(KEYS);
      assertThat(store.quarantined()).isEmpty();
    }
  }

  @Test
  void aDamagedValueOfThePastIsReportedWhenRead() throws Exception {
    fill();
    flip("stale-0055");
    try (SqliteStore store = open()) {
      assertThat(store.quarantined()).isEmpty();
      assertThatThrownBy(() -> store.list(ListRequest.of("").at(2)))
          .isInstanceOf(DataLossException.class)
          .hasMessageContaining(key(55));
      assertThat(store.check()).singleElement().asString().contains(key(55));
    }
  }

  @Test
  void aTruncatedFileIsNamedAndCanBeSalvaged() throws Exception {
    fill();
    byte[] content = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(content, content.length / 2));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining(file().toString());

    Salvage.Report report = Salvage.run(TestStores.config(directory));
    assertThat(report.damaged()).hasSize(content.length / 2);
    try (SqliteStore store = open()) {
      List<Entry> entries = store.list("").entries();
      assertThat(entries).hasSize(report.kept()).isNotEmpty();
      assertThat(entries).allMatch(SqliteDamageTest::isRight);
      assertThat(report.lost()).hasSizeBetween(1, KEYS - report.kept());
      assertThat(store.quarantined().stream().map(Quarantined::key))
          .hasSameElementsAs(report.lost());
      assertThat(store.revision()).isGreaterThan(3);
      assertThat(store.check()).isEmpty();
    }
  }

  @Test
  void anInterruptedSalvageIsFinishedWhenTheStoreIsOpened() throws Exception {
    fill();
    Path damaged = Files.copy(file(), directory.resolve("copy"));
    Salvage.run(TestStores.config(directory));
    // As if the process had died after the new database was built.
    Files.move(file(), directory.resolve("store.db.salvaged"));
    Files.move(damaged, file());
    Files.writeString(directory.resolve("store.db-wal"), "a log that must not be replayed");
    try (SqliteStore store = open()) {
      assertThat(store.list("").entries()).hasSize(KEYS);
      assertThat(store.revision()).isGreaterThan(3);
    }
    assertThat(directory.resolve("store.db.salvaged")).doesNotExist();
  }

  @Test
  void aFileWithoutContentIsNotTakenForANewOne() throws Exception {
    fill();
    byte[] content = Files.readAllBytes(file());
    Files.write(file(), new byte[content.length]);
    assertThatThrownBy(this::open).isInstanceOf(DataLossException.class);
    assertThatThrownBy(() -> Salvage.run(TestStores.config(directory)))
        .isInstanceOf(DataLossException.class);
    Files.write(file(), new byte[0]);
    assertThatThrownBy(this::open)
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void aSchemaFromTheFutureIsRefused() throws Exception {
    fill();
    try (Connection db = Database.openWriter(file())) {
      Database.execute(db, "PRAGMA user_version = 7");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("newer release")
        .hasMessageContaining("7");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws Exception {
    fill();
    try (Connection db = Database.openWriter(file())) {
      Database.execute(db, "PRAGMA application_id = 1");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("another program");
  }

  /// Wherever a bit flips: a value is right, or it is missing and the store says so.
  @Test
  void aFlippedBitNeverYieldsAWrongValue() throws Exception {
    fill();
    byte[] intact = Files.readAllBytes(file());
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int salvaged = 0;
    for (int round = 0; round < Integer.getInteger("rounds", 150); round++) {
      byte[] content = intact.clone();
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
      StoreFiles.deleteDatabase(file());
      Files.write(file(), content);
      salvaged += assertServesOnlyRightValues("seed " + seed + " round " + round) ? 1 : 0;
    }
    assertThat(salvaged).isPositive();
  }

  private boolean assertServesOnlyRightValues(String context) {
    boolean salvaged = false;
    try (SqliteStore store = SqliteStore.openOrSalvage(TestStores.config(directory))) {
      assertComplete(store, context);
      salvaged = store.revision() > SALVAGED_REVISIONS;
    } catch (DataLossException beyondHelp) {
      // the page that describes the tables
    } catch (FailedPreconditionException header) {
      // the version or the mark of the program
    } catch (GantryException e) {
      throw new AssertionError(context, e);
    }
    return salvaged;
  }

  private static void assertComplete(SqliteStore store, String context) {
    List<Entry> entries = store.list("").entries();
    assertThat(entries).as(context).allMatch(SqliteDamageTest::isRight);
    assertThat(entries.size() + store.quarantined().size())
        .as("%s: values and losses", context)
        .isGreaterThanOrEqualTo(KEYS);
  }

  private static boolean isRight(Entry entry) {
    int number = Integer.parseInt(entry.key().substring("/key/".length()));
    return Arrays.equals(entry.value(), value(number));
  }
}
