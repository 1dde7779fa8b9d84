package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A directory held open, below which files are reached without ever leaving it, however hostile
/// the links in it and whoever renames things meanwhile. All work on the files of a container goes
/// through this class.
///
/// A path is relative, has any number of components, and is followed by the rule given as
/// [Lookup]. Its last component is never followed when it is a symbolic link, except by
/// [#open] without [OpenFlag#NO_FOLLOW]. So `chmod`, `stat`, `link` and the rest act on the link
/// itself; where Linux cannot do that (`chmod` of a link), the call fails. Names are in the
/// notation of [FileNames].
///
/// A path of several components costs two more system calls than a single name, so who works on
/// many files in one directory opens that with [#openDirectory] once.
public final class Directory implements AutoCloseable {
  private final Fd fd;
  private final Lookup lookup;

  /// Takes ownership of a descriptor of a directory.
  public Directory(Fd fd, Lookup lookup) {
    this.fd = fd;
    this.lookup = lookup;
  }

  /// Opens a directory of the host; links in `path` are followed.
  public static Directory open(Path path, Lookup lookup) throws ErrnoException {
    return new Directory(Fd.open(path, OpenFlag.READ_ONLY, OpenFlag.DIRECTORY), lookup);
  }

  /// The descriptor, which stays owned by this object.
  public Fd fd() {
    return fd;
  }

  /// Opens a directory below this one, which becomes the root of what the result reaches.
  public Directory openDirectory(String path) throws ErrnoException {
    return new Directory(
        open(path, lookup, 0, OpenFlag.READ_ONLY, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW), lookup);
  }

  /// Opens an existing file.
  public Fd open(String path, OpenFlag... flags) throws ErrnoException {
    return open(path, lookup, 0, flags);
  }

  /// Creates a regular file and opens it for reading and writing; fails with `EEXIST` when there
  /// is anything of that name.
  ///
  /// @param permissions reduced by the process's umask
  public Fd create(String path, int permissions) throws ErrnoException {
    return open(
        path,
        lookup,
        permissions,
        OpenFlag.READ_WRITE,
        OpenFlag.CREATE,
        OpenFlag.EXCLUSIVE,
        OpenFlag.NO_FOLLOW);
  }

  /// Opens by a rule of its own. See
  /// [openat2(2)](https://man7.org/linux/man-pages/man2/openat2.2.html).
  ///
  /// @param permissions of the file when it is created, else 0
  public Fd open(String path, Lookup rule, int permissions, OpenFlag... flags)
      throws ErrnoException {
    return RootedOpen.open(fd, path, rule, permissions, List.of(flags));
  }

  /// See [mkdir(2)](https://man7.org/linux/man-pages/man2/mkdirat.2.html).
  ///
  /// @param permissions reduced by the process's umask
  public void makeDirectory(String path, int permissions) throws ErrnoException {
    try (var at = locate(path)) {
      at.invoke(Syscall.MKDIRAT, at.directory(), at.name(), permissions);
    }
  }

  /// See [symlink(2)](https://man7.org/linux/man-pages/man2/symlinkat.2.html).
  ///
  /// @param target stored as it is
  public void makeSymbolicLink(String path, String target) throws ErrnoException {
    try (var at = locate(path)) {
      at.invoke(Syscall.SYMLINKAT, at.call().name(target), at.directory(), at.name());
    }
  }

  /// Gives an existing file one more name. See
  /// [link(2)](https://man7.org/linux/man-pages/man2/linkat.2.html).
  public void makeHardLink(String path, String existing) throws ErrnoException {
    makeHardLink(path, this, existing);
  }

  /// Gives a file below another directory one more name here.
  public void makeHardLink(String path, Directory other, String existing) throws ErrnoException {
    try (var from = other.locate(existing);
        var at = locate(path)) {
      at.invoke(Syscall.LINKAT, from.directory(), from.name(), at.directory(), at.name(), 0);
    }
  }

  /// Makes a device node, FIFO, socket or empty regular file. See
  /// [mknod(2)](https://man7.org/linux/man-pages/man2/mknodat.2.html).
  ///
  /// @param permissions reduced by the process's umask
  /// @param device of device nodes; ignored for the others
  public void makeNode(String path, FileType type, int permissions, DeviceNumber device)
      throws ErrnoException {
    try (var at = locate(path)) {
      at.invoke(
          Syscall.MKNODAT, at.directory(), at.name(), type.bits() | permissions, device.encoded());
    }
  }

  /// See [chown(2)](https://man7.org/linux/man-pages/man2/fchownat.2.html). It clears the set-id
  /// bits of files, so [#chmod] comes after it.
  public void chown(String path, long uid, long gid) throws ErrnoException {
    try (var at = locate(path)) {
      at.invoke(Syscall.FCHOWNAT, at.directory(), at.name(), uid, gid, At.SYMLINK_NOFOLLOW);
    }
  }

  /// See [chmod(2)](https://man7.org/linux/man-pages/man2/fchmodat.2.html). Fails with
  /// `EOPNOTSUPP` on a symbolic link.
  public void chmod(String path, int permissions) throws ErrnoException {
    try (var pinned = pin(path);
        var call = new NativeCall()) {
      call.fd(pinned);
      call.invokeOn(path, Syscall.FCHMODAT, At.CURRENT, call.name(pinned.procName()), permissions);
    }
  }

  /// Sets the times of access and modification, to the nanosecond. See
  /// [utimensat(2)](https://man7.org/linux/man-pages/man2/utimensat.2.html).
  public void setTimes(String path, Instant accessed, Instant modified) throws ErrnoException {
    try (var at = locate(path)) {
      long times = times(at.call(), accessed, modified);
      at.invoke(Syscall.UTIMENSAT, at.directory(), at.name(), times, At.SYMLINK_NOFOLLOW);
    }
  }

  /// The address of the two times as `utimensat` takes them.
  static long times(NativeCall call, Instant accessed, Instant modified) {
    var times = call.allocate(32);
    times.set(ValueLayout.JAVA_LONG, 0, accessed.getEpochSecond());
    times.set(ValueLayout.JAVA_LONG, 8, accessed.getNano());
    times.set(ValueLayout.JAVA_LONG, 16, modified.getEpochSecond());
    times.set(ValueLayout.JAVA_LONG, 24, modified.getNano());
    return times.address();
  }

  /// Removes a name that is not a directory's. See
  /// [unlink(2)](https://man7.org/linux/man-pages/man2/unlinkat.2.html).
  public void unlink(String path) throws ErrnoException {
    try (var at = locate(path)) {
      at.invoke(Syscall.UNLINKAT, at.directory(), at.name(), 0);
    }
  }

  /// Removes an empty directory. See
  /// [rmdir(2)](https://man7.org/linux/man-pages/man2/unlinkat.2.html).
  public void removeDirectory(String path) throws ErrnoException {
    try (var at = locate(path)) {
      at.invoke(Syscall.UNLINKAT, at.directory(), at.name(), At.REMOVE_DIRECTORY);
    }
  }

  /// Removes whatever is there, with all below it; nothing there is success. Mount points are not
  /// entered: they make it fail with `EXDEV`, or `EBUSY` when a file is mounted on a file. What was
  /// removed before a failure stays removed.
  public void removeTree(String path) throws ErrnoException {
    TreeRemoval.remove(this, path);
  }

  /// Renames within this directory. See
  /// [rename(2)](https://man7.org/linux/man-pages/man2/renameat2.2.html).
  public void rename(String from, String to, RenameFlag... flags) throws ErrnoException {
    rename(from, this, to, flags);
  }

  /// Moves a file to a name below `target`, on the same file system.
  public void rename(String from, Directory target, String to, RenameFlag... flags)
      throws ErrnoException {
    try (var source = locate(from);
        var at = target.locate(to)) {
      at.invoke(
          Syscall.RENAMEAT2,
          source.directory(),
          source.name(),
          at.directory(),
          at.name(),
          Flag.of(List.of(flags)));
    }
  }

  /// The target of a symbolic link. See
  /// [readlink(2)](https://man7.org/linux/man-pages/man2/readlinkat.2.html).
  public String readLink(String path) throws ErrnoException {
    try (var at = locate(path)) {
      var target = at.call().allocate(Located.PATH_MAX);
      long length =
          at.invoke(
              Syscall.READLINKAT, at.directory(), at.name(), target.address(), target.byteSize());
      return FileNames.decode(target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /// Metadata of a file; of a symbolic link, its own. See
  /// [statx(2)](https://man7.org/linux/man-pages/man2/statx.2.html).
  public FileStat stat(String path) throws ErrnoException {
    try (var at = locate(path)) {
      return FileStat.read(at.call(), at.directory(), at.plainName(), At.SYMLINK_NOFOLLOW);
    }
  }

  /// The names in this directory but `.` and `..`, in no particular order. See
  /// [getdents64(2)](https://man7.org/linux/man-pages/man2/getdents64.2.html).
  public List<DirectoryEntry> list() throws ErrnoException {
    return DirectoryListing.read(fd);
  }

  /// The extended attributes of a file below this directory, symbolic links included.
  public Xattrs xattrs(String path) throws ErrnoException {
    return Xattrs.ofPinned(pin(path));
  }

  /// A handle on whatever has this name, a symbolic link included.
  Fd pin(String path) throws ErrnoException {
    return open(path, OpenFlag.PATH, OpenFlag.NO_FOLLOW);
  }

  Located locate(String path) throws ErrnoException {
    return Located.of(this, lookup, path);
  }

  @Override
  public void close() {
    fd.close();
  }
}
