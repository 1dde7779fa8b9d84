package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {
  private static final InetAddress IP = InetAddress.ofLiteral("172.17.0.2");
  private static final HostsFile.Entry DB =
      new HostsFile.Entry(InetAddress.ofLiteral("10.0.0.9"), "db db.example");

  @Test
  void namesTheContainerAtItsAddresses() {
    assertThat(HostsFile.text("web", "", List.of(IP), List.of(DB)))
        .isEqualTo(
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\tip6-localnet
            ff00::\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            10.0.0.9\tdb db.example
            172.17.0.2\tweb
            """);
  }

  @Test
  void aDomainComesFirst() {
    assertThat(HostsFile.text("web", "example.org", List.of(IP), List.of()))
        .endsWith("172.17.0.2\tweb.example.org web\n");
  }

  @Test
  void theHostsOwnFileIsOnlyAddedTo() {
    assertThat(HostsFile.ofHost("127.0.0.1 localhost", List.of(DB)))
        .isEqualTo("127.0.0.1 localhost\n10.0.0.9\tdb db.example\n");
    assertThat(HostsFile.ofHost("", List.of())).isEmpty();
  }

  @Test
  void aNameCannotSmuggleLines() {
    assertThatThrownBy(() -> new HostsFile.Entry(IP, "db\n1.2.3.4 bank"))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
