package dev.gantry.kube.auth;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class RbacAuthorizerTest {
  private static final UserInfo ANN = UserInfo.of("ann", Groups.AUTHENTICATED);

  private final FakeApi api = new FakeApi();
  private final RbacAuthorizer authorizer = new RbacAuthorizer();

  @BeforeEach
  void start() throws InterruptedException {
    BootstrapRoles.reconcile(api);
    authorizer.start(api);
  }

  @AfterEach
  void close() {
    authorizer.close();
  }

  private static KubeObject object(String json) {
    return KubeObject.of(
        (ObjectNode) Json.tree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private void bind(String role, String namespace, String subject) {
    api.create(
        object(
            """
            {'apiVersion':'rbac.authorization.k8s.io/v1','kind':'RoleBinding',
             'metadata':{'name':'b','namespace':'%s'},
             'roleRef':{'kind':'ClusterRole','name':'%s'},'subjects':[%s]}
            """
                .formatted(namespace, role, subject)));
  }

  private boolean may(
      UserInfo user, String verb, String group, String resource, String namespace, String name) {
    int slash = resource.indexOf('/');
    return authorizer
        .decide(
            new AccessRequest(
                user,
                verb,
                group,
                slash < 0 ? resource : resource.substring(0, slash),
                slash < 0 ? "" : resource.substring(slash + 1),
                namespace,
                name,
                ""))
        .allowed();
  }

  private boolean mayGet(UserInfo user, String path) {
    return authorizer.decide(new AccessRequest(user, "get", "", "", "", "", "", path)).allowed();
  }

  @Test
  void nobodyMayWhatNoRuleAllowsAndMastersMayAll() {
    assertThat(may(ANN, "list", "", "pods", "y", "")).isFalse();
    assertThat(may(Users.API_SERVER, "list", "", "pods", "y", "")).isTrue();
  }

  @Test
  void everybodyMayReadTheVersionAndOnlyUsersTheDiscovery() {
    assertThat(mayGet(Users.ANONYMOUS, "/version")).isTrue();
    assertThat(mayGet(Users.ANONYMOUS, "/api/v1")).isFalse();
    assertThat(mayGet(ANN, "/apis/apps/v1")).isTrue();
    assertThat(mayGet(ANN, "/metrics")).isFalse();
  }

  @Test
  void aBoundRoleHoldsInItsNamespaceOnly() {
    bind("edit", "y", "{'kind':'User','name':'ann'}");
    eventually(() -> assertThat(may(ANN, "create", "apps", "deployments", "y", "")).isTrue());
    assertThat(may(ANN, "create", "", "pods/exec", "y", "web")).isTrue();
    assertThat(may(ANN, "get", "", "pods/log", "y", "web")).isTrue();
    assertThat(may(ANN, "create", "apps", "deployments", "z", "")).isFalse();
    assertThat(may(ANN, "create", "rbac.authorization.k8s.io", "roles", "y", "")).isFalse();
    assertThat(may(ANN, "list", "", "nodes", "", "")).isFalse();
  }

  @Test
  void aRemovedBindingTakesItsRightsWithIt() {
    bind("view", "y", "{'kind':'ServiceAccount','name':'bot','namespace':'y'}");
    UserInfo bot = Users.serviceAccount("y", "bot", "u", Map.of());
    eventually(() -> assertThat(may(bot, "list", "", "pods", "y", "")).isTrue());
    assertThat(may(bot, "list", "", "secrets", "y", "")).isFalse();
    api.delete(BuiltInKinds.ROLE_BINDING, new ObjectKey("y", "b"), DeleteOptions.DEFAULT);
    eventually(() -> assertThat(may(bot, "list", "", "pods", "y", "")).isFalse());
  }

  @Test
  void namesRestrictARule() {
    api.create(
        object(
            """
            {'apiVersion':'rbac.authorization.k8s.io/v1','kind':'ClusterRole',
             'metadata':{'name':'one'},'rules':[{'verbs':['get','list'],'apiGroups':[''],
             'resources':['configmaps','*/scale'],'resourceNames':['a']}]}
            """));
    bind("one", "y", "{'kind':'User','name':'ann'}");
    eventually(() -> assertThat(may(ANN, "get", "", "configmaps", "y", "a")).isTrue());
    assertThat(may(ANN, "get", "", "configmaps", "y", "b")).isFalse();
    assertThat(may(ANN, "list", "", "configmaps", "y", "")).isFalse();
    assertThat(may(ANN, "get", "", "replicationcontrollers/scale", "y", "a")).isTrue();
  }

  @Test
  void rolesAddedByLabelBecomePartOfTheAggregatedOnes() {
    bind("view", "y", "{'kind':'User','name':'ann'}");
    api.create(
        object(
            """
            {'apiVersion':'rbac.authorization.k8s.io/v1','kind':'ClusterRole',
             'metadata':{'name':'crontabs','labels':
               {'rbac.authorization.k8s.io/aggregate-to-view':'true'}},
             'rules':[{'verbs':['get'],'apiGroups':['stable.example.com'],
             'resources':['crontabs']}]}
            """));
    eventually(
        () -> assertThat(may(ANN, "get", "stable.example.com", "crontabs", "y", "c")).isTrue());
  }

  @Test
  void aSecondStartWritesNothingAndALostRuleComesBack() throws InterruptedException {
    var view = ObjectKey.clusterScoped("system:discovery");
    eventually(() -> assertThat(may(ANN, "list", "", "pods", "y", "")).isFalse());
    awaitAggregation();
    int before = api.writes();
    BootstrapRoles.reconcile(api);
    assertThat(api.writes()).isEqualTo(before);
    api.update(api.get(BuiltInKinds.CLUSTER_ROLE, view).edit(json -> json.putArray("rules")));
    BootstrapRoles.reconcile(api);
    assertThat(api.get(BuiltInKinds.CLUSTER_ROLE, view).json().path("rules")).isNotEmpty();
  }

  private void awaitAggregation() {
    for (String role : List.of("admin", "edit", "view")) {
      eventually(
          () ->
              assertThat(
                      api.get(BuiltInKinds.CLUSTER_ROLE, ObjectKey.clusterScoped(role))
                          .json()
                          .path("rules"))
                  .isNotEmpty());
    }
  }

  @Test
  void nobodyCanGrantMoreThanHeHas() {
    bind("admin", "y", "{'kind':'User','name':'ann'}");
    eventually(
        () ->
            assertThat(may(ANN, "create", "rbac.authorization.k8s.io", "roles", "y", "")).isTrue());
    var check = new EscalationCheck(authorizer);
    String role =
        """
        {'apiVersion':'rbac.authorization.k8s.io/v1','kind':'Role',
         'metadata':{'name':'r','namespace':'y'},
         'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['%s']}]}
        """;
    check.check(ANN, object(role.formatted("pods")), Optional.empty());
    assertThatThrownBy(() -> check.check(ANN, object(role.formatted("nodes")), Optional.empty()))
        .isInstanceOf(StatusException.class)
        .hasMessage(
            "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"ann\" "
                + "(groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not "
                + "currently held:\n{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\"]}");
    var binding =
        object(
            """
            {'apiVersion':'rbac.authorization.k8s.io/v1','kind':'RoleBinding',
             'metadata':{'name':'x','namespace':'y'},
             'roleRef':{'kind':'ClusterRole','name':'cluster-admin'},'subjects':[]}
            """);
    assertThatThrownBy(() -> check.check(ANN, binding, Optional.empty()))
        .hasMessageContaining("rolebindings.rbac.authorization.k8s.io \"x\" is forbidden");
    check.check(Users.API_SERVER, binding, Optional.empty());
  }
}
