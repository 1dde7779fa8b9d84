package dev.gantry.kube.objects;

/// An API group at a version: `apps/v1`, or `v1` for the core group, whose name is empty.
public record GroupVersion(String group, String version) {

  /// Reads an `apiVersion`.
  ///
  /// @throws StatusException BadRequest when there is more than one slash
  public static GroupVersion parse(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    if (slash < 0) {
      return new GroupVersion("", apiVersion);
    }
    if (apiVersion.indexOf('/', slash + 1) >= 0) {
      throw StatusException.badRequest("unexpected GroupVersion string: " + apiVersion);
    }
    return new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
  }

  /// As it stands in `apiVersion`.
  public String text() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  public GroupVersionKind kind(String kind) {
    return new GroupVersionKind(group, version, kind);
  }

  @Override
  public String toString() {
    return text();
  }
}
