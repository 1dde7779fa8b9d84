package dev.gantry.kube.auth;

import java.util.List;
import java.util.Map;

/// The users that the system itself knows.
public final class Users {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /// The API server's own reading and writing, which no rule restrains.
  public static final UserInfo API_SERVER =
      UserInfo.of("system:apiserver", Groups.MASTERS, Groups.AUTHENTICATED);

  public static final UserInfo SCHEDULER =
      UserInfo.of("system:kube-scheduler", Groups.AUTHENTICATED);

  /// The controllers, which collect garbage and empty namespaces of every kind there is or will be:
  /// no rule restrains them either.
  public static final UserInfo CONTROLLER_MANAGER =
      UserInfo.of("system:kube-controller-manager", Groups.MASTERS, Groups.AUTHENTICATED);

  /// Who has shown nothing.
  public static final UserInfo ANONYMOUS = UserInfo.of(Groups.ANONYMOUS, Groups.UNAUTHENTICATED);

  private Users() {}

  /// The agent of a node.
  public static UserInfo node(String name) {
    return UserInfo.of("system:node:" + name, Groups.NODES, Groups.AUTHENTICATED);
  }

  /// A controller of the system, by the name of its service account: `deployment-controller`.
  public static UserInfo controller(String account) {
    return serviceAccount("kube-system", account, "", Map.of());
  }

  public static String serviceAccountName(String namespace, String name) {
    return SERVICE_ACCOUNT + namespace + ":" + name;
  }

  public static UserInfo serviceAccount(
      String namespace, String name, String uid, Map<String, List<String>> extra) {
    return new UserInfo(
        serviceAccountName(namespace, name), uid, serviceAccountGroups(namespace), extra);
  }

  /// The groups every account of a namespace is in.
  public static List<String> serviceAccountGroups(String namespace) {
    return List.of(
        Groups.SERVICE_ACCOUNTS, Groups.SERVICE_ACCOUNTS + ":" + namespace, Groups.AUTHENTICATED);
  }
}
