package dev.gantry.engine.core;

/// Something mounted into a container, resolved when the container was created.
///
/// @param type `bind`, `volume` or `tmpfs`
/// @param name of the volume; empty otherwise
/// @param source path on the host; empty for a tmpfs
/// @param mode the options as the user typed them, `ro,z`
/// @param propagation of a bind mount; empty otherwise
/// @param anonymous a volume made for this container, removed with it on request
/// @param copyUp fill an empty volume from the image before its first use
/// @param subpath directory inside the volume; empty for its root
/// @param nonRecursive leave out what is mounted below the source
public record MountPoint(
    String type,
    String name,
    String source,
    String destination,
    String mode,
    boolean writable,
    String propagation,
    boolean anonymous,
    boolean copyUp,
    String subpath,
    boolean nonRecursive) {

  public boolean isVolume() {
    return type.equals("volume");
  }
}
