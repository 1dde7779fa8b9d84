package dev.gantry.platform.linux;

/// What an [Inotify] watch tells about its directory.
public sealed interface DirectoryChange {
  /// Something happened to a name.
  ///
  /// @param name in the notation of [FileNames]
  record Named(Kind kind, String name) implements DirectoryChange {}

  /// Events were lost: look at the whole directory.
  record Overflow() implements DirectoryChange {}

  /// The directory was deleted or unmounted; nothing more will come.
  record Gone() implements DirectoryChange {}

  /// What happened. See
  /// [inotify(7)](https://man7.org/linux/man-pages/man7/inotify.7.html).
  enum Kind implements Flag {
    MODIFIED(0x2),
    ATTRIBUTES_CHANGED(0x4),
    /// Closed by somebody who could have written to it.
    WRITTEN(0x8),
    MOVED_OUT(0x40),
    MOVED_IN(0x80),
    CREATED(0x100),
    DELETED(0x200);

    private final long bits;

    Kind(long bits) {
      this.bits = bits;
    }

    @Override
    public long bits() {
      return bits;
    }
  }
}
