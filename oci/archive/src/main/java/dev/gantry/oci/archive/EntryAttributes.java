package dev.gantry.oci.archive;

import dev.gantry.oci.archive.ExtractOptions.Owner;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Xattrs;

/// Gives a file its owner, mode, extended attributes and times, in the order the kernel needs:
/// changing the owner clears setuid bits and capabilities.
final class EntryAttributes {
  /// The highest id; one more is -1, by which chown(2) means "as it is".
  private static final long MAX_ID = 0xFFFF_FFFEL;

  private EntryAttributes() {}

  /// Refuses attributes no archive may set, before anything is created.
  static void verify(TarEntry entry, Owner owner) {
    if (owner.uid() < 0 || owner.uid() > MAX_ID || owner.gid() < 0 || owner.gid() > MAX_ID) {
      throw new InvalidArgumentException(
          "tar entry %s: owner %d:%d is out of range"
              .formatted(entry.path(), owner.uid(), owner.gid()));
    }
    for (String name : entry.xattrs().names()) {
      // `trusted.` is how the system itself, overlayfs above all, annotates files.
      if (name.startsWith("trusted.") || name.startsWith("user.overlay.")) {
        throw new InvalidArgumentException(
            "tar entry %s: attribute %s is not for archives to set".formatted(entry.path(), name));
      }
    }
  }

  /// Of a regular file.
  static void apply(Fd file, TarEntry entry, Owner owner) throws ErrnoException {
    applyUntimed(file, entry, owner);
    file.setTimes(entry.modified(), entry.modified());
  }

  /// Of a directory, whose times would not stay while it is being filled.
  static void applyUntimed(Fd file, TarEntry entry, Owner owner) throws ErrnoException {
    file.chown(owner.uid(), owner.gid());
    file.chmod(entry.mode());
    if (!entry.xattrs().isEmpty()) {
      setXattrs(Xattrs.of(file), entry);
    }
  }

  /// Of a device node or FIFO, which cannot be opened without side effects.
  static void applyToNode(Directory parent, String name, TarEntry entry, Owner owner)
      throws ErrnoException {
    parent.chown(name, owner.uid(), owner.gid());
    parent.chmod(name, entry.mode());
    applyXattrsAndTimes(parent, name, entry);
  }

  /// Of a symbolic link, which has no mode.
  static void applyToLink(Directory parent, String name, TarEntry entry, Owner owner)
      throws ErrnoException {
    parent.chown(name, owner.uid(), owner.gid());
    applyXattrsAndTimes(parent, name, entry);
  }

  private static void applyXattrsAndTimes(Directory parent, String name, TarEntry entry)
      throws ErrnoException {
    if (!entry.xattrs().isEmpty()) {
      try (var xattrs = parent.xattrs(name)) {
        setXattrs(xattrs, entry);
      }
    }
    parent.setTimes(name, entry.modified(), entry.modified());
  }

  private static void setXattrs(Xattrs xattrs, TarEntry entry) throws ErrnoException {
    for (String name : entry.xattrs().names()) {
      try {
        xattrs.set(name, entry.xattrs().value(name));
      } catch (ErrnoException e) {
        // Not every file system has attributes, and not every kind of file takes those of
        // users. Docker goes on without them, and images rely on that.
        if (!e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EPERM)) {
          throw e;
        }
      }
    }
  }
}
