package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.InetAddress;
import java.util.List;

/// The text of a container's `/etc/hosts`.
public final class HostsFile {
  private static final String LOCAL =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private HostsFile() {}

  /// A line of the file: an address and the names it has, separated by blanks.
  public record Entry(InetAddress address, String names) {
    public Entry {
      // A name that could break out of its line would write lines of its own.
      if (names.isBlank() || names.chars().anyMatch(c -> c < ' ')) {
        throw new InvalidArgumentException("not a list of host names: " + names);
      }
    }
  }

  /// For a container with a network of its own: the usual local names, `extra` entries, then
  /// the container's own name at each of its addresses.
  ///
  /// @param domain may be empty
  public static String text(
      String hostname, String domain, List<InetAddress> addresses, List<Entry> extra) {
    var names = domain.isEmpty() ? hostname : hostname + "." + domain + " " + hostname;
    var text = new StringBuilder(LOCAL);
    extra.forEach(entry -> append(text, entry));
    addresses.forEach(address -> append(text, new Entry(address, names)));
    return text.toString();
  }

  /// For a container in the host's network: the host's file and `extra` entries.
  public static String ofHost(String hostFile, List<Entry> extra) {
    var text = new StringBuilder(hostFile);
    if (!hostFile.isEmpty() && !hostFile.endsWith("\n")) {
      text.append('\n');
    }
    extra.forEach(entry -> append(text, entry));
    return text.toString();
  }

  private static void append(StringBuilder text, Entry entry) {
    text.append(entry.address().getHostAddress()).append('\t').append(entry.names()).append('\n');
  }
}
