package dev.gantry.oci.spec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The configuration of an image: what it is for, how it came to be, which layers it has and how
/// its containers start. Its bytes are a blob whose digest is the image id; fields not listed here
/// survive there.
///
/// @param comment what `docker commit -m` and `docker import -m` were told
/// @param defaults how a container starts unless told otherwise
/// @param diffIds the layers from the base up
/// @param history one entry for each build step, oldest first
public record ImageConfig(
    Optional<Instant> created,
    String author,
    String comment,
    Platform platform,
    ContainerDefaults defaults,
    List<DiffId> diffIds,
    List<HistoryEntry> history) {
  /// A larger configuration is refused before it is parsed.
  public static final int MAX_SIZE = 4 << 20;

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /// The chain id of all layers, or none for an image without layers.
  public Optional<ChainId> chainId() {
    return diffIds.isEmpty() ? Optional.empty() : Optional.of(ChainId.chain(diffIds).getLast());
  }

  /// Reads a configuration blob of OCI or docker.
  ///
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when it is too big, malformed, or
  ///     its history and its layers disagree
  public static ImageConfig decode(byte[] document) {
    return ImageConfigJson.decode(document);
  }

  /// The document as bytes, the same for equal values.
  public byte[] encode() {
    return ImageConfigJson.encode(this);
  }
}
