package dev.gantry.platform.linux;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One mount of this process's mount namespace: a line of
/// [/proc/self/mountinfo](https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html).
/// Names are in the notation of [FileNames].
///
/// @param id unique while mounted
/// @param parent the id of the mount it is mounted on
/// @param root the directory of the file system that is seen at the mount point
/// @param target the mount point
/// @param options of the mount, such as `ro`
/// @param propagation the optional fields, such as `shared:12`; none means private
/// @param fileSystem such as `overlay`
/// @param source such as a device
/// @param superOptions of the file system, such as `lowerdir=…`
public record MountInfo(
    int id,
    int parent,
    DeviceNumber device,
    String root,
    String target,
    List<String> options,
    List<String> propagation,
    String fileSystem,
    String source,
    List<String> superOptions) {

  public MountInfo {
    options = List.copyOf(options);
    propagation = List.copyOf(propagation);
    superOptions = List.copyOf(superOptions);
  }

  /// Whether the mount point is `path` or lies below it.
  public boolean isWithin(String path) {
    return path.equals("/")
        || target.equals(path)
        || (target.startsWith(path) && target.charAt(path.length()) == '/');
  }

  public boolean isReadOnly() {
    return options.contains("ro") || superOptions.contains("ro");
  }

  /// The value of an option `name=value` of the file system.
  public Optional<String> findSuperOption(String name) {
    return superOptions.stream()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst();
  }

  static MountInfo parse(String line) {
    var fields = line.split(" ", -1);
    int separator = Arrays.asList(fields).indexOf("-");
    if (separator < 6 || fields.length < separator + 4) {
      throw new IllegalArgumentException("not a line of mountinfo: " + line);
    }
    var device = fields[2].split(":", -1);
    return new MountInfo(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        new DeviceNumber(Integer.parseInt(device[0]), Integer.parseInt(device[1])),
        unescape(fields[3]),
        unescape(fields[4]),
        List.of(fields[5].split(",", -1)),
        Arrays.asList(fields).subList(6, separator),
        fields[separator + 1],
        unescape(fields[separator + 2]),
        List.of(unescape(fields[separator + 3]).split(",", -1)));
  }

  /// The kernel writes space, tab, newline and backslash as three octal digits.
  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    var bytes = FileNames.encode(field);
    var plain = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length) {
        plain.write((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | (bytes[i + 3] - '0'));
        i += 3;
      } else {
        plain.write(bytes[i]);
      }
    }
    return FileNames.decode(plain.toByteArray());
  }
}
