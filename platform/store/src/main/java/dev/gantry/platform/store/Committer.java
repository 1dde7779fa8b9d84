package dev.gantry.platform.store;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.UnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides transactions, writes them down, makes them visible, and only then acknowledges them.
/// Used by the writer's thread alone.
final class Committer {
  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  private final Journal journal;
  private final Watchers watchers;
  private final Path file;
  private final int historyLimit;

  private static final long NOTHING_TO_PURGE = -1;
  private long purgeFrom = NOTHING_TO_PURGE;

  /// Set once the disk is in doubt; nothing is written after that.
  private @Nullable Supplier<GantryException> broken;

  Committer(Journal journal, Watchers watchers, Path file, int historyLimit) {
    this.journal = journal;
    this.watchers = watchers;
    this.file = file;
    this.historyLimit = historyLimit;
  }

  /// A transaction that was decided but not yet written.
  private record Decided(Order order, StoreState.Outcome outcome) {}

  /// Commits all transactions of a batch as one. The batch is synced if any of them asks for it.
  void process(List<Order> batch) {
    List<Decided> decided = new ArrayList<>(batch.size());
    List<List<Event>> transactions = new ArrayList<>(batch.size());
    StoreState state = watchers.state();
    Durability durability = Durability.LAZY;
    for (Order order : batch) {
      if (order.work() instanceof Order.Work.Commit(Transaction transaction, Durability wanted)) {
        StoreState.Outcome outcome = state.apply(transaction);
        decided.add(new Decided(order, outcome));
        if (outcome instanceof StoreState.Outcome.Done(StoreState after, List<Event> events)
            && !events.isEmpty()) {
          state = after;
          transactions.add(events);
          durability = wanted == Durability.SYNCED ? wanted : durability;
        }
      }
    }
    write(decided, transactions, state, durability);
    for (Order order : batch) {
      if (order.work() instanceof Order.Work.Compact(long revision)) {
        compact(order, revision);
      }
    }
    maintain();
  }

  private void write(
      List<Decided> decided,
      List<List<Event>> transactions,
      StoreState after,
      Durability durability) {
    if (!transactions.isEmpty()) {
      boolean written = attempt("write", () -> journal.append(transactions, durability), decided);
      if (!written) {
        return;
      }
      watchers.publish(after, transactions);
    }
    decided.forEach(each -> each.order.complete(each.outcome));
  }

  private void compact(Order order, long revision) {
    StoreState state = watchers.state();
    if (revision > state.revision()) {
      order.refuse(() -> state.notYetWritten(revision));
      return;
    }
    Decided decided = new Decided(order, new StoreState.Outcome.Done(state, List.of()));
    if (revision > state.compacted() && !compactTo(revision, List.of(decided))) {
      return;
    }
    order.complete(decided.outcome);
  }

  private boolean compactTo(long revision, List<Decided> waiting) {
    if (!attempt("compact", () -> journal.markCompacted(revision), waiting)) {
      return false;
    }
    // From here on nobody reads the past before the revision, so its rows may go bit by bit.
    watchers.publish(watchers.state().compactedTo(revision), List.of());
    purgeFrom = 0;
    log.debug("store compacted revision={} file={}", revision, file);
    return true;
  }

  /// What need not delay an acknowledgement.
  private void maintain() {
    if (journal.superseded() > historyLimit && purgeFrom == NOTHING_TO_PURGE) {
      attempt(
          "compact",
          () -> {
            long revision = journal.revisionBefore(historyLimit / 2);
            if (revision > watchers.state().compacted()) {
              compactTo(revision, List.of());
            }
          },
          List.of());
    }
    tidyUp();
    attempt("checkpoint", journal::checkpointIfLarge, List.of());
  }

  /// Clears away a little of the compacted past. Returns whether more is left.
  boolean tidyUp() {
    if (purgeFrom == NOTHING_TO_PURGE) {
      return false;
    }
    boolean done =
        attempt(
            "purge",
            () -> purgeFrom = journal.purge(purgeFrom, watchers.state().compacted()),
            List.of());
    if (!done) {
      purgeFrom = NOTHING_TO_PURGE;
    }
    return purgeFrom != NOTHING_TO_PURGE;
  }

  /// A step that talks to the database.
  @FunctionalInterface
  private interface Step {
    void run() throws SQLException;
  }

  /// Does a step; if it fails, tells those who wait for it, or the log when nobody does.
  private boolean attempt(String action, Step step, List<Decided> waiting) {
    if (broken != null) {
      Supplier<GantryException> reason = broken;
      waiting.forEach(each -> each.order.refuse(reason));
      return false;
    }
    try {
      step.run();
      return true;
    } catch (SQLException e) {
      if (waiting.isEmpty()) {
        log.error("store maintenance failed: action={} file={}", action, file, e);
      }
      waiting.forEach(each -> each.order.refuse(() -> SqliteFailures.translate(action, file, e)));
      if (SqliteFailures.leavesDiskInDoubt(e)) {
        log.error("store is read-only until restarted, the disk failed: file={}", file, e);
        broken =
            () ->
                new UnavailableException(
                    "store " + file + " is read-only since the disk failed: " + e.getMessage(), e);
      }
      return false;
    }
  }
}
