package dev.gantry.oci.content;

import dev.gantry.oci.content.ArchivedImage.ArchivedLayer;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The layout of `docker save` since 1.10: `manifest.json` names the configuration, the layers and
/// the tags of each image, wherever these lie in the archive.
final class DockerLayout {
  static final String MANIFEST = "manifest.json";

  private final ArchiveFiles files;
  private final ContentReader content;

  DockerLayout(ArchiveFiles files, ContentReader content) {
    this.files = files;
    this.content = content;
  }

  List<ArchivedImage> images() {
    byte[] document = files.get(MANIFEST).read(content, MANIFEST, Manifest.MAX_SIZE);
    if (Json.tree(document).isNull()) {
      throw new InvalidArgumentException(
          "invalid manifest, manifest cannot be null (but can be [])");
    }
    return Arrays.stream(Json.read(document, DockerManifestItem[].class)).map(this::image).toList();
  }

  private ArchivedImage image(DockerManifestItem item) {
    var path = Objects.requireNonNullElse(item.config(), "");
    if (path.isEmpty()) {
      throw new InvalidArgumentException("invalid manifest: an image has no Config");
    }
    return new ArchivedImage(
        files.get(path).read(content, path, ImageConfig.MAX_SIZE),
        MediaType.OCI_CONFIG,
        orEmpty(item.layers()).stream()
            .map(layer -> new ArchivedLayer(files.get(layer), Optional.empty()))
            .toList(),
        orEmpty(item.repoTags()).stream().map(DockerLayout::name).toList());
  }

  static ImageReference name(String repoTag) {
    var name = ImageReference.parse(repoTag);
    if (name.tag().isEmpty() || name.digest().isPresent()) {
      throw new InvalidArgumentException("invalid tag \"" + repoTag + "\"");
    }
    return name;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
