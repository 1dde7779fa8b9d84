package dev.gantry.kube.client;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A watch of a [FakeCluster].
final class FakeWatch implements ObjectWatch {
  private final FakeCluster cluster;
  private final FakeHistory history;
  private final GroupVersionKind kind;
  private final FakeSelection selection;
  private long revision;

  FakeWatch(
      FakeCluster cluster,
      FakeHistory history,
      GroupVersionKind kind,
      FakeSelection selection,
      long revision) {
    this.cluster = cluster;
    this.history = history;
    this.kind = kind;
    this.selection = selection;
    this.revision = revision;
  }

  @Override
  public List<ObjectEvent> next(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (cluster) {
      while (true) {
        if (!history.remembers(revision)) {
          throw new StatusException(
              StatusReason.EXPIRED, "too old resource version: " + revision, Optional.empty());
        }
        List<ObjectEvent> events = new ArrayList<>();
        for (FakeHistory.Entry entry : history.after(revision)) {
          revision = entry.revision();
          event(entry).ifPresent(events::add);
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (!events.isEmpty() || left <= 0) {
          return events;
        }
        cluster.wait(left);
      }
    }
  }

  private Optional<ObjectEvent> event(FakeHistory.Entry entry) {
    KubeObject object = entry.object();
    if (!object.groupVersionKind().equals(kind)) {
      return Optional.empty();
    }
    boolean was = entry.before().filter(selection::matches).isPresent();
    boolean is = entry.after().filter(selection::matches).isPresent();
    if (is) {
      return Optional.of(was ? new ObjectEvent.Modified(object) : new ObjectEvent.Added(object));
    }
    return was ? Optional.of(new ObjectEvent.Deleted(object)) : Optional.empty();
  }

  @Override
  public void close() {
    cluster.closed(this);
  }
}
