package dev.gantry.oci.content;

import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.content.ImageUsers.ImageUser;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.HistoryEntry;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.store.MemoryStore;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything images need, in memory, and short ways to make some.
final class ImageFixture {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  final SettableClock clock = new SettableClock(NOW);
  final Store store = new MemoryStore();
  final ContentStore content = new InMemoryContentStore();
  final Leases leases = new Leases();
  final InMemoryLayers layers = new InMemoryLayers();
  final ImageStore images = ImageStore.open(store, content, leases, clock);
  final Map<ImageId, List<ImageUser>> users = new HashMap<>();
  final List<ChainId> containerChains = new ArrayList<>();
  final LayerWriter writer = new LayerWriter(content, layers, ExpansionLimits.DEFAULT);
  final GarbageCollector garbage =
      new GarbageCollector(content, layers, leases, List.of(images, this::markContainers));
  final ImageRemover remover =
      new ImageRemover(
          images, id -> users.getOrDefault(id, List.of()), layers, List.of(this::markContainers));
  final ImageArchives archives =
      new ImageArchives(images, content, layers, leases, garbage, ExpansionLimits.DEFAULT);

  private void markContainers(ContentRoots.Marker marker) {
    containerChains.forEach(marker::chain);
  }

  /// The images as another process would find them.
  ImageStore reopened() {
    return ImageStore.open(store, content, leases, clock);
  }

  static ImageReference name(String text) {
    return ImageReference.parse(text);
  }

  /// A tar with one file of this name, whose content is its name.
  static byte[] tar(String file) {
    return tar(file, file.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] tar(String file, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarWriter(bytes, TarWriter.Times.SECONDS)) {
      tar.write(TarEntry.file(file, content.length, 0644, Instant.EPOCH), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// An image with one layer for each file, under these names.
  Image image(List<String> files, String... names) {
    return image(NOW, ContainerDefaults.NONE, Optional.empty(), files, names);
  }

  Image image(
      Instant created,
      ContainerDefaults defaults,
      Optional<Image> parent,
      List<String> files,
      String... names) {
    try (var lease = leases.open("make image")) {
      var all = new ArrayList<>(parent.map(Image::layers).orElse(List.of()));
      for (var file : files) {
        var below = ChainId.chain(all.stream().map(ImageLayer::diffId).toList());
        Optional<ChainId> chain = below.isEmpty() ? Optional.empty() : Optional.of(below.getLast());
        all.add(writer.write(lease, chain, new ByteArrayInputStream(tar(file))));
      }
      var history =
          new ArrayList<>(parent.map(p -> images.config(p.id()).history()).orElse(List.of()));
      for (var file : files) {
        history.add(new HistoryEntry(Optional.of(created), "COPY " + file, "", "", false));
      }
      if (files.isEmpty()) {
        history.add(new HistoryEntry(Optional.of(created), "CMD", "", "nothing new", true));
      }
      var config =
          new ImageConfig(
              Optional.of(created),
              "",
              "",
              Platform.of("linux", "amd64"),
              defaults,
              all.stream().map(ImageLayer::diffId).toList(),
              history);
      var image =
          images.create(
              new ImageDraft(config.encode(), MediaType.OCI_CONFIG, all, parent.map(Image::id)));
      for (var name : names) {
        images.tag(name(name), image.id());
      }
      return images.get(image.id());
    }
  }

  void use(Image image, String containerId, boolean running) {
    users
        .computeIfAbsent(image.id(), _ -> new ArrayList<>())
        .add(new ImageUser(containerId, running));
    image.chainId().ifPresent(containerChains::add);
  }
}
