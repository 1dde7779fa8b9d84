package dev.gantry.kube.api;

import dev.gantry.kube.auth.Authorizer;
import dev.gantry.kube.auth.Groups;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import dev.gantry.platform.testkit.SettableClock;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.node.ObjectNode;

/// An API over a store of its own, and short ways to use it.
final class TestApi implements BeforeEachCallback, AfterEachCallback {
  static final Caller ADMIN = new Caller(UserInfo.of("admin", Groups.MASTERS), "test/1.0");
  static final WriteOptions WRITE = WriteOptions.DEFAULT;
  static final Authorizer DENY = _ -> Authorizer.Decision.deny("");

  final SettableClock clock = new SettableClock();
  private final TemporaryRoot root = new TemporaryRoot();
  private final Extensions extensions;
  private SqliteStore store;
  private KubeApi api;

  @SuppressWarnings("NullAway.Init") // JUnit calls beforeEach
  TestApi(Extensions extensions) {
    this.extensions = extensions;
  }

  TestApi() {
    this(Extensions.NONE);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    root.beforeEach(context);
    open(DENY);
  }

  private void open(Authorizer authorizer) {
    store =
        SqliteStore.open(
            new SqliteStoreConfig(
                root.path().resolve("store.db"),
                Path.of("target", "native").toAbsolutePath(),
                100_000,
                1000));
    api =
        KubeApi.open(
            store,
            authorizer,
            extensions,
            new KubeApiConfig(Duration.ofMinutes(5), Duration.ofMillis(200)),
            clock);
  }

  /// Ends everything and starts again on the same files.
  void restart() {
    close();
    open(DENY);
  }

  private void close() {
    api.close();
    store.close();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    close();
    root.afterEach(context);
  }

  KubeApi api() {
    return api;
  }

  SqliteStore store() {
    return store;
  }

  ApiClient client() {
    return api.client(ADMIN);
  }

  Kind kind(GroupVersionKind name) {
    return api.kinds().get(name);
  }

  /// Reads an object from JSON with apostrophes for quotes.
  static KubeObject object(String json) {
    return KubeObject.of(node(json));
  }

  static ObjectNode node(String json) {
    return (ObjectNode) Json.tree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static ObjectKey inDefault(String name) {
    return new ObjectKey("default", name);
  }

  static KubeObject configMap(String name, String value) {
    return object(
        """
        {'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'%s','namespace':'default'},
         'data':{'key':'%s'}}"""
            .formatted(name, value));
  }

  Written create(KubeObject object) {
    return api.create(ADMIN, kind(object.groupVersionKind()), object.namespace(), object, WRITE);
  }

  KubeObject get(GroupVersionKind kind, String name) {
    return api.get(ADMIN, kind(kind), keyOf(kind, name), "");
  }

  ObjectKey keyOf(GroupVersionKind kind, String name) {
    return kind(kind).namespaced() ? inDefault(name) : ObjectKey.clusterScoped(name);
  }

  Written update(KubeObject object) {
    return api.update(ADMIN, kind(object.groupVersionKind()), object.key(), "", object, WRITE);
  }

  Written patch(GroupVersionKind kind, String name, PatchType type, String json) {
    return api.patch(ADMIN, kind(kind), keyOf(kind, name), "", type, node(json), WRITE);
  }

  Deletion delete(GroupVersionKind kind, String name, DeleteOptions options) {
    return api.delete(ADMIN, kind(kind), keyOf(kind, name), options, false);
  }

  ListResult list(GroupVersionKind kind, ListQuery query) {
    return api.list(ADMIN, kind(kind), query);
  }

  static ListQuery everything() {
    return ListQuery.of(ListOptions.in("default"));
  }

  /// A service account is what a pod needs to be admitted.
  void createServiceAccount() {
    create(
        object(
            """
            {'apiVersion':'v1','kind':'ServiceAccount',
             'metadata':{'name':'default','namespace':'default'}}"""));
  }

  static KubeObject pod(String name) {
    return object(
        """
        {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'default'},
         'spec':{'containers':[{'name':'app','image':'app:1'}]}}"""
            .formatted(name));
  }

  KubeObject bind(String pod) {
    KubeObject binding =
        object(
            """
            {'apiVersion':'v1','kind':'Binding','metadata':{'name':'%s','namespace':'default'},
             'target':{'kind':'Node','name':'n1'}}"""
                .formatted(pod));
    return api.createSubresource(
            ADMIN, kind(BuiltInKinds.POD), inDefault(pod), "binding", binding, WRITE)
        .object();
  }
}
