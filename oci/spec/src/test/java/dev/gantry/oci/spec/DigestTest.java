package dev.gantry.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigestTest {
  private static final String EMPTY =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void digestOfNothingIsTheWellKnownOne() {
    assertThat(Digest.of(new byte[0])).hasToString(EMPTY);
  }

  @Test
  void piecesHashLikeTheWhole() {
    byte[] bytes = "some bytes".getBytes(StandardCharsets.UTF_8);
    var hasher = Digest.hasher();
    hasher.update(bytes, 0, 4);
    hasher.update(bytes, 4, bytes.length - 4);
    assertThat(hasher.size()).isEqualTo(bytes.length);
    assertThat(hasher.finish()).isEqualTo(Digest.of(bytes));
  }

  @Test
  void sha512IsKnown() {
    var hasher = new DigestHasher(DigestAlgorithm.SHA512);
    assertThat(hasher.finish().toString()).startsWith("sha512:cf83e1357eefb8bd").hasSize(7 + 128);
  }

  @Test
  void parseKeepsTheText() {
    assertThat(Digest.parse(EMPTY)).hasToString(EMPTY);
    assertThat(Digest.parse(EMPTY).shortHex()).isEqualTo("e3b0c44298fc");
  }

  @ParameterizedTest
  @CsvSource({
    "'',invalid checksum digest format",
    "sha256,invalid checksum digest format",
    "sha256:,invalid checksum digest format",
    ":abc,invalid checksum digest format",
    "sha256:../../etc/passwd,invalid checksum digest format",
    "sha256:abc,invalid checksum digest length",
    "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709,unsupported digest algorithm",
    "md5:d41d8cd98f00b204e9800998ecf8427e,unsupported digest algorithm",
    "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855,"
        + "invalid checksum digest format",
    "sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,"
        + "invalid checksum digest length",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g,"
        + "invalid checksum digest format",
  })
  void otherTextIsRefused(String text, String message) {
    assertThatThrownBy(() -> Digest.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void hostileLengthIsRefused() {
    assertThatThrownBy(() -> Digest.parse("a-".repeat(100_000) + "a:b"))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void trailingNewlineIsRefused() {
    assertThatThrownBy(() -> Digest.parse(EMPTY + "\n"))
        .isInstanceOf(InvalidArgumentException.class);
  }

  /// The values are those of the OCI image specification's definition, computed with sha256sum.
  @Test
  void chainIdsFollowTheSpecification() {
    var a = DiffId.parse("sha256:" + "a".repeat(64));
    var b = DiffId.parse("sha256:" + "b".repeat(64));
    var chain = ChainId.chain(List.of(a, b));
    assertThat(chain.getFirst().digest()).isEqualTo(a.digest());
    assertThat(chain.getLast().digest())
        .isEqualTo(Digest.of((a + " " + b).getBytes(StandardCharsets.US_ASCII)));
    assertThat(chain.getLast()).isNotEqualTo(ChainId.chain(List.of(b, a)).getLast());
  }
}
