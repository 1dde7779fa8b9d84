package dev.gantry.platform.store;

import static dev.gantry.platform.store.Durability.LAZY;
import static dev.gantry.platform.store.Durability.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.OutOfRangeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What outlives the process, and who may have the database open.
@Timeout(120)
class SqliteDurabilityTest {
  @TempDir Path directory;

  private SqliteStore open() {
    return SqliteStore.open(TestStores.config(directory));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everythingIsFoundAgain() {
    Page before;
    try (Store store = open()) {
      store.put("/a", bytes("1"), LAZY);
      store.put("/a", bytes("2"), LAZY);
      store.put("/b", bytes("3"), LAZY);
      store.delete("/b", LAZY);
      before = store.list("");
    }
    try (Store store = open()) {
      assertThat(store.list("")).isEqualTo(before);
      assertThat(store.revision()).isEqualTo(5);
      assertThat(store.list(ListRequest.of("").at(4)).entries()).hasSize(2);
      assertThat(store.put("/c", bytes("4"), SYNCED)).isEqualTo(6);
    }
  }

  @Test
  void revisionsDoNotComeBackWhenCompactionRemovedTheNewestRow() {
    try (Store store = open()) {
      store.put("/a", bytes("1"), LAZY);
      store.delete("/a", LAZY);
      store.compact(3);
      store.put("/b", bytes("1"), LAZY);
      store.delete("/b", LAZY);
      store.compact(5);
    }
    try (Store store = open()) {
      assertThat(store.revision()).isEqualTo(5);
      assertThatThrownBy(() -> store.watch("", 4)).isInstanceOf(OutOfRangeException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYNCED", "LAZY", "MIXED"})
  void everyAcknowledgedWriteSurvivesKill(String durability) throws Exception {
    for (int round = 0; round < 3; round++) {
      Map<String, Integer> acknowledged = writeUntilKilled(durability, 150 + 200 * round);
      try (SqliteStore store = open()) {
        acknowledged.forEach(
            (key, number) -> {
              int found =
                  Integer.parseInt(new String(store.get(key).value(), StandardCharsets.UTF_8));
              assertThat(found).as(key).isGreaterThanOrEqualTo(number);
            });
        assertThat(store.check()).isEmpty();
      }
    }
  }

  /// Runs [WriterProcess] and kills it after so many acknowledgements; returns the last one seen of
  /// each of its keys.
  private Map<String, Integer> writeUntilKilled(String durability, int after) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                WriterProcess.class.getName(),
                directory.toString(),
                durability)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Integer> acknowledged = new HashMap<>();
    try (BufferedReader output = process.inputReader()) {
      int count = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 3) { // the kill may cut the last line
          acknowledged.put(words[0], Integer.parseInt(words[1]));
        }
        if (++count == after) {
          process.toHandle().destroyForcibly(); // unlike Process, leaves the pipe open
        }
      }
      assertThat(count).isGreaterThanOrEqualTo(after);
    } finally {
      process.destroyForcibly();
    }
    return acknowledged;
  }

  @Test
  void concurrentWritersShareCommits() throws Exception {
    int writes = 400;
    try (Store store = open()) {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < writes; i++) {
          String key = "/" + i;
          executor.execute(() -> store.put(key, bytes("x"), SYNCED));
        }
      }
      assertThat(store.list("").entries()).hasSize(writes);
      assertThat(commitsInLog()).isBetween(2, writes / 2);
    }
  }

  /// Counts the frames of the write-ahead log that end a transaction: they name the size of the
  /// database, others have zero there (https://sqlite.org/fileformat2.html#walformat).
  private int commitsInLog() throws IOException {
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("store.db-wal")));
    int pageSize = log.getInt(8);
    int commits = 0;
    for (int frame = 32; frame + 24 + pageSize <= log.limit(); frame += 24 + pageSize) {
      commits += log.getInt(frame + 4) == 0 ? 0 : 1;
    }
    return commits;
  }

  @Test
  void aDatabaseHasOneOwner() {
    try (Store _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(FailedPreconditionException.class)
          .hasMessageContaining("in use");
    }
    open().close();
  }

  @Test
  void othersCannotReadTheFiles() throws Exception {
    try (Store store = open()) {
      store.put("/secret", bytes("x"), SYNCED);
      for (String name : new String[] {"store.db", "store.db-wal"}) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(directory.resolve(name))))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void historyIsCompactedByItself() throws Exception {
    var config = TestStores.config(directory);
    config = new SqliteStoreConfig(config.file(), config.nativeDirectory(), 200, 50);
    long last = 0;
    try (Store store = SqliteStore.open(config)) {
      store.put("/kept", bytes("1"), LAZY);
      for (int i = 0; i < 1000; i++) {
        last = store.put("/busy", bytes("" + i), LAZY);
      }
      assertThatThrownBy(() -> store.watch("", 500)).isInstanceOf(OutOfRangeException.class);
      store.watch("", last - 90).close();
      assertThat(store.get("/kept").revision()).isEqualTo(2);
    }
    try (var db = Database.openReader(config.file())) {
      assertThat(Database.number(db, "SELECT count(*) FROM change")).isBetween(100L, 300L);
    }
  }
}
