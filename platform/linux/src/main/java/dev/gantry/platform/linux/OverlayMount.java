package dev.gantry.platform.linux;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An overlay: directories on top of each other, seen as one. See
/// [overlayfs](https://docs.kernel.org/filesystems/overlayfs.html).
///
/// The kernel takes all options on one page of memory. So the layers are named relative to a base
/// directory, and short names make room for hundreds of them.
///
/// @param base the directory that the other names are relative to
/// @param lower read-only layers, the uppermost first; two at least when there is no upper
/// @param upper where changes go; without it the overlay is read-only
/// @param options further options, such as `index=off` or `volatile`
public record OverlayMount(
    Path base, List<String> lower, Optional<Writable> upper, List<String> options) {

  /// The writable layer.
  ///
  /// @param upper the directory that receives changes
  /// @param work an empty directory on the same file system, for the kernel's own use
  public record Writable(String upper, String work) {}

  private static final int PAGE = 4096;

  public OverlayMount {
    if (!base.isAbsolute()) {
      throw new InvalidArgumentException("overlay base is not absolute: " + base);
    }
    if (lower.isEmpty()) {
      throw new InvalidArgumentException("overlay in " + base + " has no lower layer");
    }
    lower = List.copyOf(lower);
    options = List.copyOf(options);
    lower.forEach(OverlayMount::requirePlain);
    upper.ifPresent(
        writable -> {
          requirePlain(writable.upper());
          requirePlain(writable.work());
        });
  }

  /// The options as `mount(2)` takes them.
  String data() {
    var layers = Stream.of("lowerdir=" + String.join(":", lower));
    var changes =
        upper.stream().flatMap(w -> Stream.of("upperdir=" + w.upper(), "workdir=" + w.work()));
    String data =
        Stream.of(layers, changes, options.stream())
            .flatMap(part -> part)
            .collect(Collectors.joining(","));
    int length = FileNames.encode(data).length;
    if (length >= PAGE) {
      throw new InvalidArgumentException(
          "overlay of %d layers in %s needs %d bytes of options, the kernel takes %d"
              .formatted(lower.size(), base, length, PAGE - 1));
    }
    return data;
  }

  /// The separators of the option string cannot be escaped alike on all kernels.
  private static void requirePlain(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c == ':' || c == ',' || c == '\\')) {
      throw new InvalidArgumentException("not a name for an overlay layer: '" + name + "'");
    }
  }
}
