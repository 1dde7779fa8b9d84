package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.core.StorageSettings.MountRequest;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountPlanTest {
  private static List<MountPoint> plan(
      List<String> binds,
      List<MountRequest> mounts,
      Map<String, String> tmpfs,
      Set<String> volumes,
      MountPoint... inherited) {
    var storage = new StorageSettings(binds, mounts, tmpfs, volumes, List.of(), 0, Map.of(), "");
    return MountPlan.of(storage, List.of(inherited)).mounts();
  }

  private static MountPoint bind(String text) {
    return plan(List.of(text), List.of(), Map.of(), Set.of()).getFirst();
  }

  private static MountRequest request(String type, String source, String target) {
    return new MountRequest(
        type,
        source,
        target,
        false,
        "",
        "",
        false,
        false,
        false,
        Map.of(),
        "",
        Map.of(),
        "",
        0,
        Optional.empty());
  }

  @Test
  void aPathIsBoundAndANameIsAVolume() {
    var path = bind("/host/./dir/:/in/../inside:ro,z");
    assertThat(path.type()).isEqualTo("bind");
    assertThat(path.source()).isEqualTo("/host/dir");
    assertThat(path.destination()).isEqualTo("/inside");
    assertThat(path.mode()).isEqualTo("ro,z");
    assertThat(path.writable()).isFalse();
    assertThat(path.propagation()).isEqualTo("rprivate");

    var volume = bind("data:/data:nocopy");
    assertThat(volume.type()).isEqualTo("volume");
    assertThat(volume.name()).isEqualTo("data");
    assertThat(volume.copyUp()).isFalse();
    assertThat(volume.writable()).isTrue();
    assertThat(volume.anonymous()).isFalse();
  }

  @Test
  void refusesWhatIsNoVolumeSpecification() {
    for (String text :
        List.of(
            "",
            "/a",
            ":/a",
            "/a:",
            "/a:/b:ro:x",
            "/a:relative",
            "/a:/",
            "/a:/b/..",
            "/a:/proc",
            "/a:/proc/sys",
            "/a:/b:rx",
            "data:/b:rshared",
            "/a:/b:nocopy",
            "/a:/b\0c")) {
      assertThatThrownBy(() -> bind(text)).as(text).isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void explicitMountsMustNotMeet() {
    assertThatThrownBy(() -> plan(List.of("/a:/x", "b:/x/"), List.of(), Map.of(), Set.of()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("Duplicate mount point: /x");
    assertThatThrownBy(() -> plan(List.of("/a:/x"), List.of(), Map.of("/x", ""), Set.of()))
        .hasMessage("Duplicate mount point: /x");
  }

  @Test
  void volumesOfTheImageGiveWay() {
    var mounts = plan(List.of("/a:/x"), List.of(), Map.of(), Set.of("/x", "/y"));

    assertThat(mounts).extracting(MountPoint::type).containsExactly("bind", "volume");
    assertThat(mounts.getLast().anonymous()).isTrue();
    assertThat(mounts.getLast().copyUp()).isTrue();
  }

  @Test
  void inheritedMountsGiveWayToExplicitOnes() {
    var inherited = bind("old:/x");

    var mounts = plan(List.of("new:/x"), List.of(), Map.of(), Set.of("/x"), inherited);

    assertThat(mounts).extracting(MountPoint::name).containsExactly("new");
  }

  @Test
  void anExplicitBindNeedsItsSource() {
    assertThatThrownBy(
            () ->
                plan(
                    List.of(),
                    List.of(request("bind", "/does/not/exist", "/x")),
                    Map.of(),
                    Set.of()))
        .hasMessage(
            "invalid mount config for type \"bind\": bind source path does not exist:"
                + " /does/not/exist");
  }

  @Test
  void anExplicitVolumeWithoutANameIsAnonymous() {
    var mounts = plan(List.of(), List.of(request("volume", "", "/x")), Map.of(), Set.of());

    assertThat(mounts.getFirst().anonymous()).isTrue();
  }

  @Test
  void refusesKindsItDoesNotKnowByName() {
    assertThatThrownBy(
            () -> plan(List.of(), List.of(request("image", "x", "/x")), Map.of(), Set.of()))
        .isInstanceOf(NotImplementedException.class)
        .hasMessageContaining("image");
    assertThatThrownBy(
            () -> plan(List.of(), List.of(request("floppy", "x", "/x")), Map.of(), Set.of()))
        .hasMessage("mount type unknown: floppy");
  }

  @Test
  void aTemporaryFileSystemMayBeReadOnly() {
    var mounts = plan(List.of(), List.of(), Map.of("/run", "ro,size=1m"), Set.of());

    assertThat(mounts.getFirst().writable()).isFalse();
    assertThat(mounts.getFirst().mode()).isEqualTo("ro,size=1m");
  }
}
