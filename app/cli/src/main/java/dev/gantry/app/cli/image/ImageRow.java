package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.template.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An image of `GET /images/json` as rows of a table.
public final class ImageRow {
  private static final String NONE = "<none>";

  private final JsonObject image;
  private final boolean truncate;
  private final List<Row> rows = new ArrayList<>();

  private ImageRow(JsonObject image, boolean truncate) {
    this.image = image;
    this.truncate = truncate;
  }

  public static Row titles() {
    return Listing.titles(
        "ID",
        "IMAGE ID",
        "Repository",
        "REPOSITORY",
        "Tag",
        "TAG",
        "Digest",
        "DIGEST",
        "CreatedSince",
        "CREATED",
        "CreatedAt",
        "CREATED AT",
        "Size",
        "SIZE",
        "Containers",
        "CONTAINERS",
        "VirtualSize",
        "SIZE",
        "SharedSize",
        "SHARED SIZE",
        "UniqueSize",
        "UNIQUE SIZE");
  }

  /// A row for each tag, and one for each digest without a tag; with digests shown, a row for
  /// each digest of a tag's repository.
  public static List<Row> of(JsonObject image, boolean truncate, boolean digests) {
    ImageRow rows = new ImageRow(image, truncate);
    Map<String, List<String>> tags = byRepository(image.strings("RepoTags"), ':');
    Map<String, List<String>> known = byRepository(image.strings("RepoDigests"), '@');
    tags.forEach(
        (repository, names) -> {
          List<String> found = known.getOrDefault(repository, List.of());
          known.remove(repository);
          for (String tag : names) {
            if (!digests || found.isEmpty()) {
              rows.add(repository, tag, NONE);
            } else {
              found.forEach(digest -> rows.add(repository, tag, digest));
            }
          }
        });
    known.forEach(
        (repository, found) -> {
          if (digests) {
            found.forEach(digest -> rows.add(repository, NONE, digest));
          } else {
            rows.add(repository, NONE, NONE);
          }
        });
    if (rows.rows.isEmpty()) {
      rows.add(NONE, NONE, NONE);
    }
    return rows.rows;
  }

  private static Map<String, List<String>> byRepository(List<String> names, char separator) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (String name : names) {
      int split = name.lastIndexOf(separator);
      if (split > 0 && !name.startsWith(NONE)) {
        map.computeIfAbsent(name.substring(0, split), _ -> new ArrayList<>())
            .add(name.substring(split + 1));
      }
    }
    return map;
  }

  private void add(String repository, String tag, String digest) {
    Instant created = Instant.ofEpochSecond(image.integer("Created"));
    String id = image.string("Id");
    long size = image.integer("Size");
    long shared = image.has("SharedSize") ? image.integer("SharedSize") : -1;
    long containers = image.has("Containers") ? image.integer("Containers") : -1;
    boolean sharing = shared >= 0;
    rows.add(
        new Row("*formatter.imageContext")
            .with("ID", truncate ? Ids.truncate(id) : id)
            .with("Repository", repository)
            .with("Tag", tag)
            .with("Digest", digest)
            .with("CreatedSince", image.integer("Created") <= 0 ? "N/A" : Units.ago(created))
            .later("CreatedAt", () -> Units.goTime(created))
            .with("Size", Units.size(size, 3))
            .with("VirtualSize", Units.size(size))
            .with("Containers", containers < 0 ? "N/A" : String.valueOf(containers))
            .with("SharedSize", sharing ? Units.size(shared) : "N/A")
            .with("UniqueSize", sharing ? Units.size(size - shared) : "N/A"));
  }
}
