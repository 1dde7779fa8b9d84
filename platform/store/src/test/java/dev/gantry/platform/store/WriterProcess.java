package dev.gantry.platform.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that writes to a store until it is killed. Eight threads count up, each under a key of
/// its own, and print `key number revision` after each acknowledgement.
final class WriterProcess {
  private WriterProcess() {}

  public static void main(String[] args) throws InterruptedException {
    Store store = SqliteStore.open(TestStores.config(Path.of(args[0])));
    for (int thread = 0; thread < 8; thread++) {
      String key = "/counter/" + thread;
      Durability durability =
          switch (args[1]) {
            case "MIXED" -> thread % 2 == 0 ? Durability.SYNCED : Durability.LAZY;
            default -> Durability.valueOf(args[1]);
          };
      int first = store.find(key).map(WriterProcess::number).orElse(0);
      Thread.ofPlatform().start(() -> count(store, key, first, durability));
    }
  }

  private static void count(Store store, String key, int first, Durability durability) {
    for (int i = first + 1; ; i++) {
      byte[] value = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      long revision = store.put(key, value, durability);
      System.out.println(key + " " + i + " " + revision);
    }
  }

  private static int number(Entry entry) {
    return Integer.parseInt(new String(entry.value(), StandardCharsets.UTF_8));
  }
}
