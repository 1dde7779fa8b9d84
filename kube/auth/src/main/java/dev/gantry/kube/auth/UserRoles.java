package dev.gantry.kube.auth;

/// Roles for people: what everybody may see, and `cluster-admin`, `admin`, `edit` and `view`.
final class UserRoles {
  private static final String READ = "get list watch";
  private static final String WRITE = "create delete deletecollection patch update";
  private static final String META =
      "/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/";

  private UserRoles() {}

  static void addTo(RoleTable table) {
    table.role("cluster-admin").rule("*", "*", "*").urls("*", "*");
    table.bindToGroup("cluster-admin", "cluster-admin", Groups.MASTERS);

    table.role("system:discovery").urls("get", META);
    table.bindToGroup("system:discovery", "system:discovery", Groups.AUTHENTICATED);

    table
        .role("system:public-info-viewer")
        .urls("get", "/healthz /livez /readyz /version /version/");
    table.bindToGroup(
        "system:public-info-viewer",
        "system:public-info-viewer",
        Groups.AUTHENTICATED,
        Groups.UNAUTHENTICATED);

    table
        .role("system:basic-user")
        .rule("create", "authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews")
        .rule("create", "authentication.k8s.io", "selfsubjectreviews");
    table.bindToGroup("system:basic-user", "system:basic-user", Groups.AUTHENTICATED);

    table
        .role("system:service-account-issuer-discovery")
        .urls("get", "/.well-known/openid-configuration /openid/v1/jwks");
    table.bindToGroup(
        "system:service-account-issuer-discovery",
        "system:service-account-issuer-discovery",
        Groups.SERVICE_ACCOUNTS);

    table
        .role("system:monitoring")
        .urls(
            "get", "/healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*");
    table.bindToGroup("system:monitoring", "system:monitoring", "system:monitoring");

    table.aggregated("admin", "admin");
    table.aggregated("edit", "edit").partOf("admin");
    table.aggregated("view", "view").partOf("edit");
    view(table.role("system:aggregate-to-view").partOf("view"));
    edit(table.role("system:aggregate-to-edit").partOf("edit"));
    table
        .role("system:aggregate-to-admin")
        .partOf("admin")
        .rule("create", "authorization.k8s.io", "localsubjectaccessreviews")
        .rule(WRITE + " " + READ, "rbac.authorization.k8s.io", "rolebindings roles");
  }

  private static void view(RoleTable.Role role) {
    role.rule(
            READ,
            "core",
            "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods"
                + " replicationcontrollers replicationcontrollers/scale serviceaccounts services"
                + " services/status")
        .rule(
            READ,
            "core",
            "bindings events limitranges namespaces/status pods/log pods/status"
                + " replicationcontrollers/status resourcequotas resourcequotas/status")
        .rule(READ, "core", "namespaces")
        .rule(READ, "discovery.k8s.io", "endpointslices")
        .rule(
            READ,
            "apps",
            "controllerrevisions daemonsets daemonsets/status deployments deployments/scale"
                + " deployments/status replicasets replicasets/scale replicasets/status"
                + " statefulsets statefulsets/scale statefulsets/status")
        .rule(READ, "autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status")
        .rule(READ, "batch", "cronjobs cronjobs/status jobs jobs/status")
        .rule(READ, "policy", "poddisruptionbudgets poddisruptionbudgets/status")
        .rule(READ, "networking.k8s.io", "ingresses ingresses/status networkpolicies");
  }

  private static void edit(RoleTable.Role role) {
    role.rule(
            READ,
            "core",
            "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy")
        .rule("impersonate", "core", "serviceaccounts")
        .rule(WRITE, "core", "pods pods/attach pods/exec pods/portforward pods/proxy")
        .rule("create", "core", "pods/eviction")
        .rule(
            WRITE,
            "core",
            "configmaps events persistentvolumeclaims replicationcontrollers"
                + " replicationcontrollers/scale secrets serviceaccounts services services/proxy")
        .rule("create", "core", "serviceaccounts/token")
        .rule(
            WRITE,
            "apps",
            "daemonsets deployments deployments/rollback deployments/scale replicasets"
                + " replicasets/scale statefulsets statefulsets/scale")
        .rule(WRITE, "autoscaling", "horizontalpodautoscalers")
        .rule(WRITE, "batch", "cronjobs jobs")
        .rule(WRITE, "policy", "poddisruptionbudgets")
        .rule(WRITE, "networking.k8s.io", "ingresses networkpolicies")
        .rule(WRITE + " " + READ, "coordination.k8s.io", "leases");
  }
}
