package dev.gantry.kube.client;

import dev.gantry.kube.objects.GroupVersionKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The informers of a process, one for each kind, shared by all components and started when first
/// asked for.
public final class Informers implements AutoCloseable {
  private final ApiClient api;
  private final Map<GroupVersionKind, Informer> byKind = new HashMap<>();
  private final Deque<Informer> started = new ArrayDeque<>();
  private final ApiClient client = new ReadYourWrites(this);
  private boolean closed;

  public Informers(ApiClient api) {
    this.api = api;
  }

  /// The informer of all objects of a kind.
  public synchronized Informer of(GroupVersionKind kind) {
    checkOpen();
    return byKind.computeIfAbsent(
        kind,
        wanted -> {
          var informer = new Informer(api, wanted, ListOptions.ALL);
          started.push(informer);
          return informer;
        });
  }

  /// An informer of its own for some objects of a kind; our own writes reach it by its watch only.
  public synchronized Informer of(GroupVersionKind kind, ListOptions scope) {
    checkOpen();
    var informer = new Informer(api, kind, scope);
    started.push(informer);
    return informer;
  }

  /// The API, for writers that read from these informers: what is written through it shows in them
  /// before the write returns.
  public ApiClient client() {
    return client;
  }

  synchronized Optional<Informer> find(GroupVersionKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  ApiClient api() {
    return api;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the informers are closed");
    }
  }

  @Override
  public void close() {
    Deque<Informer> all;
    synchronized (this) {
      closed = true;
      all = new ArrayDeque<>(started);
      started.clear();
    }
    all.forEach(Informer::close);
  }
}
