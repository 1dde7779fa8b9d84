package dev.gantry.kube.client;

/// Hears of changes, one at a time and in order, after the informer's view has changed. It may read
/// any informer, but must neither wait nor call the API: mostly it adds a key to a queue.
@FunctionalInterface
public interface ChangeListener {
  void changed(Change change);
}
