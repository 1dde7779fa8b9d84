package dev.gantry.kube.kubelet;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/// One file of a projected volume.
///
/// @param mode permission bits
/// @param owner of the file; absent for root
// Nobody changes the bytes, and equality looks at them.
@SuppressWarnings("ArrayRecordComponent")
record VolumeFile(byte[] content, int mode, OptionalLong owner) {
  static VolumeFile of(byte[] content, int mode) {
    return new VolumeFile(content, mode, OptionalLong.empty());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VolumeFile that
        && mode == that.mode
        && owner.equals(that.owner)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(content), mode, owner);
  }

  /// It may be a secret.
  @Override
  public String toString() {
    return "VolumeFile[" + content.length + " bytes]";
  }
}
