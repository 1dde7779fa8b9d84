package dev.gantry.platform.linux;

import static dev.gantry.platform.linux.DirectoryTest.assertThatErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class XattrsTest {
  /// `cap_net_raw+ep`: full of zeros, and with a byte that is no UTF-8.
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200200000000000000000000080ff0000");

  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  private Directory directory;

  @BeforeEach
  void open() throws Exception {
    directory = Directory.open(temporary.path(), Lookup.IN_ROOT);
    directory.create("file", 0755).close();
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void capabilitiesSurviveByteByByte() throws Exception {
    try (var attributes = directory.xattrs("file")) {
      attributes.set("security.capability", CAPABILITY);
    }

    try (var file = directory.open("file")) {
      assertThat(Xattrs.of(file).find("security.capability")).contains(CAPABILITY);
    }
  }

  @Test
  void attributesAreListedReplacedAndRemoved() throws Exception {
    try (var attributes = directory.xattrs("file")) {
      assertThat(attributes.names()).isEmpty();
      assertThat(attributes.find("user.absent")).isEmpty();

      attributes.set("user.one", new byte[] {1});
      attributes.set("user.one", new byte[] {2, 0, 2});
      attributes.set("trusted.empty", new byte[0]);

      assertThat(attributes.names()).containsExactlyInAnyOrder("user.one", "trusted.empty");
      assertThat(attributes.find("user.one")).contains(new byte[] {2, 0, 2});
      assertThat(attributes.find("trusted.empty")).contains(new byte[0]);

      attributes.remove("user.one");
      assertThat(attributes.names()).containsExactly("trusted.empty");
      assertThatErrno(Errno.ENODATA, () -> attributes.remove("user.one"));
    }
  }

  @Test
  void thoseOfASymbolicLinkAreItsOwn() throws Exception {
    directory.makeSymbolicLink("link", "file");
    try (var ofLink = directory.xattrs("link");
        var ofFile = directory.xattrs("file")) {
      ofLink.set("trusted.on", new byte[] {'l'});

      assertThat(ofLink.names()).containsExactly("trusted.on");
      assertThat(ofFile.names()).isEmpty();
      assertThatErrno(Errno.EPERM, () -> ofLink.set("user.on", new byte[] {'l'}));
    }
  }

  @Test
  void aFileSystemWithoutAttributesHasNone() throws Exception {
    temporary.directory("proc");
    Mounts.system().mount("proc", temporary.resolve("proc"), "proc", Set.of(), "");

    try (var attributes = directory.xattrs("proc/version")) {
      assertThat(attributes.names()).isEmpty();
      assertThat(attributes.find("user.x")).isEmpty();
      assertThatErrno(Errno.EOPNOTSUPP, () -> attributes.set("user.x", new byte[1]));
    }
  }
}
