package dev.gantry.tests.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.platform.commons.logging.Logger;
import org.junit.platform.commons.logging.LoggerFactory;

/// The dice of one test, which can be thrown again.
final class Chance {
  private static final Logger LOG = LoggerFactory.getLogger(Chance.class);
  private static final boolean FULL = System.getProperty("gantry.faults", "").equals("full");

  private final Random random;

  private Chance(long seed) {
    this.random = new Random(seed);
  }

  /// @param purpose what is decided, for the line that tells the seed
  static Chance of(String purpose) {
    long seed = Long.getLong("gantry.faults.seed", System.nanoTime() & 0xffff_ffffL);
    LOG.info(() -> purpose + ": -Dgantry.faults.seed=" + seed);
    return new Chance(seed);
  }

  /// How often to do something: a few times, or as often as a full run asks for.
  static int times(int few, int full) {
    return FULL ? full : few;
  }

  /// A source of its own for another thread, determined by this one.
  synchronized Chance fork() {
    return new Chance(random.nextLong());
  }

  synchronized int below(int bound) {
    return random.nextInt(bound);
  }

  synchronized <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// Lets a random time pass. Faults have to come at moments that nothing announces.
  void pass(Duration shortest, Duration longest) throws InterruptedException {
    long spread = longest.minus(shortest).toMillis();
    Thread.sleep(shortest.plusMillis(below(Math.toIntExact(spread))));
  }
}
