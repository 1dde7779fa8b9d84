package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happened in a [FakeCluster], in order. Guarded by the cluster's monitor.
final class FakeHistory {
  record Entry(long revision, Optional<KubeObject> before, Optional<KubeObject> after) {
    KubeObject object() {
      return after.or(() -> before).orElseThrow();
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long forgotten;
  private boolean held;
  private int shown;

  void add(Entry entry) {
    entries.add(entry);
    if (!held) {
      shown = entries.size();
    }
  }

  void hold(boolean hold) {
    held = hold;
    if (!hold) {
      shown = entries.size();
    }
  }

  /// Forgets everything up to a revision.
  void forget(long revision) {
    forgotten = revision;
  }

  boolean remembers(long revision) {
    return revision >= forgotten;
  }

  /// What watches may know of that happened after a revision.
  List<Entry> after(long revision) {
    return entries.subList(0, shown).stream().filter(e -> e.revision() > revision).toList();
  }
}
