package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Proves that images are whole, for `gantry system check`: every blob has the bytes its digest
/// names, and every record finds what it refers to.
public final class ContentCheck {
  private final ContentStore content;
  private final ImageStore images;
  private final LayerCatalog layers;

  public ContentCheck(ContentStore content, ImageStore images, LayerCatalog layers) {
    this.content = content;
    this.images = images;
    this.layers = layers;
  }

  /// Reads everything and returns what is wrong, one sentence each; nothing when all is well.
  /// Images removed meanwhile may be reported.
  public List<String> run() {
    var problems = new ArrayList<String>();
    checkBlobs(problems);
    checkImages(problems);
    for (var named : images.names()) {
      if (images.find(named.image()).isEmpty()) {
        problems.add("name " + named.name() + ": image " + named.image() + " is missing");
      }
    }
    return problems;
  }

  private void checkBlobs(List<String> problems) {
    for (var blob : content.list()) {
      try (var bytes = content.open(blob.digest());
          var hashing = new HashingInputStream(bytes, blob.digest().algorithm())) {
        hashing.transferTo(OutputStream.nullOutputStream());
        var actual = hashing.digest();
        if (!actual.equals(blob.digest())) {
          problems.add("blob " + blob.digest() + ": its bytes have digest " + actual);
        }
      } catch (IOException e) {
        problems.add("blob " + blob.digest() + ": unreadable: " + e.getMessage());
      }
    }
  }

  private void checkImages(List<String> problems) {
    var snapshots = layers.parents().keySet();
    for (var image : images.all()) {
      var needed = new HashSet<Digest>();
      needed.add(image.config().digest());
      image.layers().forEach(layer -> needed.add(layer.blob().digest()));
      needed.stream()
          .filter(digest -> content.find(digest).isEmpty())
          .forEach(digest -> problems.add("image " + image.id() + ": no blob " + digest));
      image.chain().stream()
          .filter(chain -> !snapshots.contains(chain))
          .forEach(chain -> problems.add("image " + image.id() + ": no snapshot " + chain));
      image
          .parent()
          .filter(parent -> images.find(parent).isEmpty())
          .ifPresent(parent -> problems.add("image " + image.id() + ": no parent " + parent));
    }
  }
}
