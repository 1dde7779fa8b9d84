package dev.gantry.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
  private static final String HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @ParameterizedTest
  @CsvSource({
    "busybox,docker.io/library/busybox,busybox",
    "busybox:1.36,docker.io/library/busybox:1.36,busybox:1.36",
    "library/busybox,docker.io/library/busybox,busybox",
    "team/app,docker.io/team/app,team/app",
    "team/sub/app,docker.io/team/sub/app,team/sub/app",
    "docker.io/busybox,docker.io/library/busybox,busybox",
    "index.docker.io/busybox,docker.io/library/busybox,busybox",
    "docker.io/library/a/b,docker.io/library/a/b,library/a/b",
    "localhost/app,localhost/app,localhost/app",
    "localhost:5000/app:x,localhost:5000/app:x,localhost:5000/app:x",
    "127.0.0.1:5000/a/b:x,127.0.0.1:5000/a/b:x,127.0.0.1:5000/a/b:x",
    "[::1]:5000/app,[::1]:5000/app,[::1]:5000/app",
    "quay.io/a/b,quay.io/a/b,quay.io/a/b",
    "Registry/app,Registry/app,Registry/app",
    "a.b/c,a.b/c,a.b/c",
    "a__b,docker.io/library/a__b,a__b",
    "a---b,docker.io/library/a---b,a---b",
    "a.b_c-d,docker.io/library/a.b_c-d,a.b_c-d",
    "app:V1_x.y-z,docker.io/library/app:V1_x.y-z,app:V1_x.y-z",
    "busybox:5000,docker.io/library/busybox:5000,busybox:5000",
    "deadbeef,docker.io/library/deadbeef,deadbeef",
  })
  void familiarAndFullForms(String text, String full, String familiar) {
    var reference = ImageReference.parse(text);
    assertThat(reference).hasToString(full);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(ImageReference.parse(full)).isEqualTo(reference);
    assertThat(ImageReference.parse(familiar)).isEqualTo(reference);
  }

  @Test
  void digestMayFollowNameOrTag() {
    var digest = "sha256:" + HEX;
    assertThat(ImageReference.parse("app@" + digest).digest()).contains(Digest.parse(digest));
    var both = ImageReference.parse("app:1@" + digest);
    assertThat(both.tag()).contains("1");
    assertThat(both).hasToString("docker.io/library/app:1@" + digest);
    assertThat(both.tagged()).isEqualTo(both);
  }

  @Test
  void latestIsAddedOnlyWhenAsked() {
    assertThat(ImageReference.parse("app").tag()).isEmpty();
    assertThat(ImageReference.parse("app").tagged().familiar()).isEqualTo("app:latest");
  }

  @ParameterizedTest
  @CsvSource({
    "Busybox,invalid reference format: repository name (library/Busybox) must be lowercase",
    "team/App:x,invalid reference format: repository name (team/App) must be lowercase",
    "quay.io/App,invalid reference format: repository name (App) must be lowercase",
  })
  void upperCaseIsRefusedByName(String text, String message) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "@",
        "a:",
        ":tag",
        "a:b:c",
        "-a",
        "a-",
        "a..b",
        "a___b",
        "a/",
        "/a",
        "a//b",
        "_a",
        "a b",
        "a\n",
        "\na",
        "a:-x",
        "a:.x",
        "a@sha256:abc",
        "a@",
        "../a",
        "a/../b",
        "a\u0000b",
        "ä",
        "host:port/a",
        "-host.com/a",
        "https://quay.io/a",
        "a:tag/b",
        "a@b@c",
        "a.b-/c",
        "a.b:/c",
        "a.b:1:2/c",
        "[::1/c",
        "x[::1]/c",
        "a..b.c/d",
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("invalid reference format");
  }

  @Test
  void lengthsAreBounded() {
    assertThat(ImageReference.parse("r.io/" + "a".repeat(255)).path()).hasSize(255);
    assertThatThrownBy(() -> ImageReference.parse("r.io/" + "a".repeat(256)))
        .hasMessage("repository name must not be more than 255 characters");
    assertThat(ImageReference.parse("a:" + "t".repeat(128)).tag()).isPresent();
    assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(129)))
        .hasMessage("invalid reference format");
  }

  @Test
  void digestsAreStrict() {
    assertThatThrownBy(() -> ImageReference.parse("a@sha256:" + HEX.substring(1)))
        .hasMessage("invalid checksum digest length");
    assertThatThrownBy(() -> ImageReference.parse("a@md5:" + HEX))
        .hasMessage("unsupported digest algorithm");
  }

  @Test
  void fullIdsAreNoNames() {
    assertThatThrownBy(() -> ImageReference.parse(HEX))
        .hasMessage(
            "invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings");
  }

  @Test
  void hostileLengthIsRefusedQuickly() {
    for (int length : new int[] {1_000, 100_000}) {
      var hostile = "a-".repeat(length) + "!";
      assertThatThrownBy(() -> ImageReference.parse(hostile))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Nested
  final class Selectors {
    @Test
    void fullIdsMeanIds() {
      var id = ImageId.parse("sha256:" + HEX);
      assertThat(ImageSelector.parse(HEX)).isEqualTo(new ImageSelector.ById(id));
      assertThat(ImageSelector.parse("sha256:" + HEX)).isEqualTo(new ImageSelector.ById(id));
    }

    @Test
    void shortHexMayBeBoth() {
      var selector = (ImageSelector.ByName) ImageSelector.parse("e3b0c4");
      assertThat(selector.reference().familiar()).isEqualTo("e3b0c4");
      assertThat(selector.idPrefix()).contains("e3b0c4");
    }

    @Test
    void shortDigestMayBeAnIdToo() {
      var selector = (ImageSelector.ByName) ImageSelector.parse("sha256:e3b0c4");
      assertThat(selector.idPrefix()).contains("e3b0c4");
      assertThat(selector.reference().familiar()).isEqualTo("sha256:e3b0c4");
    }

    @Test
    void otherNamesAreNames() {
      var selector = (ImageSelector.ByName) ImageSelector.parse("busybox:1");
      assertThat(selector.idPrefix()).isEmpty();
    }
  }
}
