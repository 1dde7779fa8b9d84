package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All images and names at one moment. Immutable.
final class ImageTable {
  private final NavigableMap<ImageId, Image> images;
  private final SortedMap<ImageReference, NamedImage> names;
  private final Map<ImageId, List<NamedImage>> namesByImage = new HashMap<>();
  private final Map<ImageId, List<ImageId>> children = new HashMap<>();

  ImageTable(Collection<Image> images, Collection<NamedImage> names) {
    var byId = new TreeMap<ImageId, Image>();
    images.forEach(image -> byId.put(image.id(), image));
    this.images = Collections.unmodifiableNavigableMap(byId);
    var byName = new TreeMap<ImageReference, NamedImage>();
    names.forEach(named -> byName.put(named.name(), named));
    this.names = Collections.unmodifiableSortedMap(byName);
    for (var named : byName.values()) {
      namesByImage.computeIfAbsent(named.image(), _ -> new ArrayList<>()).add(named);
    }
    for (var image : byId.values()) {
      image
          .parent()
          .ifPresent(
              parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(image.id()));
    }
  }

  Collection<Image> images() {
    return images.values();
  }

  Collection<NamedImage> names() {
    return names.values();
  }

  Optional<Image> find(ImageId id) {
    return Optional.ofNullable(images.get(id));
  }

  Optional<NamedImage> find(ImageReference name) {
    return Optional.ofNullable(names.get(name));
  }

  /// At most two images whose ids begin with these hexadecimal digits.
  List<Image> withPrefix(String digits) {
    var lowest =
        new ImageId(
            new Digest(
                DigestAlgorithm.SHA256,
                digits + "0".repeat(DigestAlgorithm.SHA256.hexLength() - digits.length())));
    return images.tailMap(lowest, true).values().stream()
        .takeWhile(image -> image.id().digest().hex().startsWith(digits))
        .limit(2)
        .toList();
  }

  /// The names of an image in order, those with tags and those with digests.
  List<NamedImage> namesOf(ImageId id) {
    return List.copyOf(namesByImage.getOrDefault(id, List.of()));
  }

  List<ImageId> children(ImageId id) {
    return List.copyOf(children.getOrDefault(id, List.of()));
  }

  ImageTable with(Image added) {
    var changed = new TreeMap<>(images);
    changed.put(added.id(), added);
    return new ImageTable(changed.values(), names.values());
  }

  ImageTable with(NamedImage added) {
    var changed = new TreeMap<>(names);
    changed.put(added.name(), added);
    return new ImageTable(images.values(), changed.values());
  }

  ImageTable without(ImageReference name) {
    var changed = new TreeMap<>(names);
    changed.remove(name);
    return new ImageTable(images.values(), changed.values());
  }

  ImageTable without(ImageId id) {
    var changed = new TreeMap<>(images);
    changed.remove(id);
    return new ImageTable(changed.values(), names.values());
  }
}
