package dev.gantry.kube.objects;

/// The full name of a kind of object: group (empty for core), version and kind.
public record GroupVersionKind(String group, String version, String kind) {

  /// `of("apps/v1", "Deployment")`.
  public static GroupVersionKind of(String apiVersion, String kind) {
    return GroupVersion.parse(apiVersion).kind(kind);
  }

  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  /// As it stands in `apiVersion`.
  public String apiVersion() {
    return groupVersion().text();
  }

  /// `apps/v1, Kind=Deployment`, as messages name it.
  @Override
  public String toString() {
    return apiVersion() + ", Kind=" + kind;
  }
}
