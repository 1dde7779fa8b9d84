package dev.gantry.platform.store;

import dev.gantry.platform.errors.GantryException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The present state and those who are told of its changes. Both change in one step, so a watch
/// that registers at a revision gets exactly what comes after it. The monitor guards memory only.
final class Watchers {
  private volatile StoreState state;
  private final Set<BufferedWatch> watches = new LinkedHashSet<>();
  private @Nullable Supplier<GantryException> end;

  Watchers(StoreState state) {
    this.state = state;
  }

  StoreState state() {
    return state;
  }

  /// Registers the watch that `create` makes for the present state.
  synchronized BufferedWatch register(Function<StoreState, BufferedWatch> create) {
    BufferedWatch watch = create.apply(state);
    if (end != null) {
      watch.end(end);
    } else {
      watches.add(watch);
    }
    return watch;
  }

  synchronized void remove(BufferedWatch watch) {
    watches.remove(watch);
  }

  /// Makes a new state the present one and tells the watches what led to it.
  synchronized void publish(StoreState next, List<List<Event>> transactions) {
    state = next;
    List<BufferedWatch> tooSlow = new ArrayList<>();
    for (BufferedWatch watch : watches) {
      for (List<Event> transaction : transactions) {
        List<Event> matching = watch.matching(transaction);
        if (!matching.isEmpty() && !watch.offer(matching)) {
          tooSlow.add(watch);
          break;
        }
      }
    }
    tooSlow.forEach(watches::remove);
  }

  /// Ends all watches, those to come included.
  synchronized void end(Supplier<GantryException> reason) {
    end = reason;
    watches.forEach(watch -> watch.end(reason));
    watches.clear();
  }
}
