package dev.gantry.kube.auth;

/// The names of users and groups that mean something to the system.
public final class Groups {
  /// May do everything; no rule is asked.
  public static final String MASTERS = "system:masters";

  public static final String AUTHENTICATED = "system:authenticated";
  public static final String UNAUTHENTICATED = "system:unauthenticated";
  public static final String NODES = "system:nodes";
  public static final String SERVICE_ACCOUNTS = "system:serviceaccounts";
  public static final String ANONYMOUS = "system:anonymous";

  private Groups() {}
}
