package dev.gantry.tests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// A namespace for one test, and kubectl in it.
public record Workspace(Engine engine, Kubectl kubectl, String namespace) {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  static Workspace make(Engine engine, KubernetesClients version) {
    var kubectl = Kubectl.of(version, engine);
    String namespace = "test-" + COUNTER.incrementAndGet();
    kubectl.run("create", "namespace", namespace);
    return new Workspace(engine, kubectl, namespace);
  }

  /// The same namespace through another kubectl.
  public Workspace with(KubernetesClients version) {
    return new Workspace(engine, Kubectl.of(version, engine), namespace);
  }

  public Outcome attempt(String... arguments) {
    return kubectl.attempt(inNamespace(arguments));
  }

  public Outcome run(String... arguments) {
    return kubectl.run(inNamespace(arguments));
  }

  public RunningCommand start(String... arguments) {
    return kubectl.start(inNamespace(arguments));
  }

  public TerminalSession onTerminal(String... arguments) {
    return kubectl.onTerminal(inNamespace(arguments));
  }

  public Outcome apply(String manifest, String... flags) {
    return kubectl.apply(manifest, inNamespace(flags));
  }

  public Outcome attemptWithInput(String input, String... arguments) {
    return kubectl.attemptWithInput(input, inNamespace(arguments));
  }

  public JsonNode get(String... what) {
    return kubectl.get(inNamespace(what));
  }

  /// Waits for a Deployment's roll-out to end.
  public void awaitRollout(String deployment) {
    run("rollout", "status", "deployment/" + deployment, "--timeout=30s");
  }

  public void awaitPodReady(String pod) {
    run("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=30s");
  }

  /// The names of the pods that a selector finds.
  public List<String> pods(String selector) {
    return run("get", "pods", "-l", selector, "-o", "name").lines();
  }

  /// Deletes the namespace with all that is in it, without waiting for its end.
  public void remove() {
    kubectl.attempt("delete", "namespace", namespace, "--wait=false");
  }

  private String[] inNamespace(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addFirst(namespace);
    all.addFirst("--namespace");
    return all.toArray(String[]::new);
  }
}
