package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.DEPLOYMENT;
import static dev.gantry.kube.objects.BuiltInKinds.EVENT;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.kube.objects.BuiltInKinds.REPLICA_SET;

import dev.gantry.kube.client.FakeCluster;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.TestObjects;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// A cluster in memory with controllers at work on it.
final class Fixture {
  final FakeCluster cluster = new FakeCluster();
  final Informers informers = new Informers(cluster);
  final Timers timers = new Timers("test");
  final InstantSource clock = InstantSource.system();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  <T extends AutoCloseable> T start(T component) {
    started.push(component);
    return component;
  }

  FakeNode node() {
    return start(new FakeNode(cluster, informers, timers));
  }

  void close() throws Exception {
    for (AutoCloseable component : started) {
      component.close();
    }
    informers.close();
    timers.close();
  }

  static ObjectKey key(String name) {
    return new ObjectKey("d", name);
  }

  static KubeObject deployment(String name, int replicas, String image) {
    return object("apps/v1", "Deployment", name, replicas, image);
  }

  static KubeObject replicaSet(String name, int replicas) {
    return object("apps/v1", "ReplicaSet", name, replicas, "web:1");
  }

  private static KubeObject object(
      String apiVersion, String kind, String name, int replicas, String image) {
    return TestObjects.object(
        """
        {'apiVersion':'%s','kind':'%s','metadata':{'name':'%s','namespace':'d'},
         'spec':{'replicas':%d,'selector':{'matchLabels':{'app':'%s'}},
          'template':{'metadata':{'labels':{'app':'%s'}},
           'spec':{'containers':[{'name':'c','image':'%s'}]}}}}"""
            .formatted(apiVersion, kind, name, replicas, name, name, image));
  }

  static KubeObject pod(String name, String app) {
    return TestObjects.object(
        """
        {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'d',
         'labels':{'app':'%s'}},'spec':{'containers':[{'name':'c','image':'i'}]}}"""
            .formatted(name, app));
  }

  void edit(GroupVersionKind kind, String name, Consumer<ObjectNode> change) {
    cluster.edit(kind, key(name), object -> object.edit(change));
  }

  KubeObject get(GroupVersionKind kind, String name) {
    return cluster.get(kind, key(name));
  }

  List<KubeObject> pods() {
    return cluster.all(POD);
  }

  List<KubeObject> sets() {
    return cluster.all(REPLICA_SET).stream().sorted(Rollout.BY_AGE).toList();
  }

  KubeObject deployment() {
    return get(DEPLOYMENT, "web");
  }

  List<String> eventMessages(String reason) {
    return cluster.all(EVENT).stream()
        .filter(event -> event.at("reason").asString("").equals(reason))
        .map(event -> event.at("message").asString(""))
        .toList();
  }
}
