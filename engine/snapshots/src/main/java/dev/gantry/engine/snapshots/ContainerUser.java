package dev.gantry.engine.snapshots;

import java.util.List;

/// Whom a process of a container runs as.
///
/// @param supplementaryGroups in the order of the group file, without those asked for besides
/// @param home the home directory, empty when the container's files do not know the user
public record ContainerUser(int uid, int gid, List<Integer> supplementaryGroups, String home) {
  public ContainerUser {
    supplementaryGroups = List.copyOf(supplementaryGroups);
  }
}
