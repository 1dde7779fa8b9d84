package dev.gantry.platform.store;

import dev.gantry.platform.errors.GantryException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Something for the writer to do, and the thread that waits for it.
final class Order {
  /// What is to be done.
  sealed interface Work {
    record Commit(Transaction transaction, Durability durability) implements Work {}

    record Compact(long revision) implements Work {}
  }

  private final Work work;
  private final CompletableFuture<StoreState.Outcome> outcome = new CompletableFuture<>();

  Order(Work work) {
    this.work = work;
  }

  Work work() {
    return work;
  }

  void complete(StoreState.Outcome result) {
    outcome.complete(result);
  }

  void refuse(Supplier<GantryException> reason) {
    complete(new StoreState.Outcome.Refused(reason));
  }

  /// Waits, through interrupts, which stay set; returns the revision or throws the refusal.
  long await() {
    return switch (outcome.join()) {
      case StoreState.Outcome.Done(StoreState after, _) -> after.revision();
      case StoreState.Outcome.Refused(Supplier<GantryException> reason) -> throw reason.get();
    };
  }
}
