package dev.gantry.engine.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far the container is kept from the host and from its neighbours.
///
/// The namespace modes are spelled as users spell them: empty for the engine's default, `host`,
/// `private`, `shareable`, `none` or `container:NAME` where the namespace allows it.
///
/// @param maskedPaths absent for the default list, empty for none
/// @param readonlyPaths absent for the default list, empty for none
/// @param init run the command under a small init process
public record IsolationSettings(
    boolean privileged,
    List<String> capAdd,
    List<String> capDrop,
    List<String> securityOptions,
    String pidMode,
    String ipcMode,
    String utsMode,
    String userMode,
    String cgroupMode,
    boolean readonlyRootfs,
    Optional<List<String>> maskedPaths,
    Optional<List<String>> readonlyPaths,
    Map<String, String> sysctls,
    List<String> groupAdd,
    Optional<Boolean> init,
    int oomScoreAdj,
    String cgroupParent) {

  public IsolationSettings {
    capAdd = List.copyOf(capAdd);
    capDrop = List.copyOf(capDrop);
    securityOptions = List.copyOf(securityOptions);
    maskedPaths = maskedPaths.map(List::copyOf);
    readonlyPaths = readonlyPaths.map(List::copyOf);
    sysctls = Map.copyOf(sysctls);
    groupAdd = List.copyOf(groupAdd);
  }
}
